package io.crossweave.clouds.control;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a cloud has counted.
 *
 * @param connections accepted so far, closed ones included
 */
public record CounterSnapshot(long connections, SortedMap<String, OfTopic> topics) {

    public CounterSnapshot {
        topics = Collections.unmodifiableSortedMap(new TreeMap<>(topics));
    }

    /**
     * The counts of one topic, or of all together.
     *
     * @param messagesAccepted stored messages, a message stored twice counted twice
     * @param largestMessageBytes size of the largest of them, key and attributes included
     * @param refusals sends refused because they were over a size limit
     * @param deliveries messages handed to a consumer, redeliveries included
     */
    public record OfTopic(long messagesAccepted, long largestMessageBytes, long refusals, long deliveries) {

        public static final OfTopic NONE = new OfTopic(0, 0, 0, 0);

        public OfTopic plus(OfTopic other) {
            return new OfTopic(
                    messagesAccepted + other.messagesAccepted,
                    Math.max(largestMessageBytes, other.largestMessageBytes),
                    refusals + other.refusals,
                    deliveries + other.deliveries);
        }
    }

    public OfTopic total() {
        return topics.values().stream().reduce(OfTopic.NONE, OfTopic::plus);
    }
}
