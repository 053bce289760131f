package io.crossweave.core.testing;

import java.util.Map;

/**
 * What a stand-in cloud has counted, for all topics or for one.
 *
 * @param largestMessageBytes of the largest stored message, key and attributes included
 * @param refusals sends refused because they were over a size limit
 * @param deliveries messages handed to consumers, redeliveries included
 */
public record CloudCounters(long messagesAccepted, long largestMessageBytes, long refusals, long deliveries) {

    static CloudCounters of(String at, Map<String, String> counters) {
        return new CloudCounters(
                number(counters, at + "/messagesAccepted"),
                number(counters, at + "/largestMessageBytes"),
                number(counters, at + "/refusals"),
                number(counters, at + "/deliveries"));
    }

    private static long number(Map<String, String> counters, String pointer) {
        return Long.parseLong(counters.getOrDefault(pointer, "0"));
    }
}
