package io.crossweave.clouds.control;

import java.util.List;

/**
 * A topic to create.
 *
 * @param name the short name; a cloud with longer names (Pub/Sub) puts its project before it
 * @param partitions how many partitions, where the service has such
 * @param subscriptions who reads it, where the service wants that said beforehand; none given means one, named like
 *     the topic
 */
public record TopicOrder(String name, int partitions, List<String> subscriptions) {

    /** Enough to show that nothing depends on one partition, few enough to start fast. */
    public static final int PARTITIONS_DEFAULT = 4;

    /** A typing error must not make a laptop open ten thousand files. */
    public static final int PARTITIONS_MAX = 64;

    public TopicOrder {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a topic needs a name");
        }
        if (partitions < 1 || partitions > PARTITIONS_MAX) {
            throw new IllegalArgumentException(
                    "topic " + name + " with " + partitions + " partitions: allowed are 1 to " + PARTITIONS_MAX);
        }
        subscriptions = subscriptions.isEmpty() ? List.of(name) : List.copyOf(subscriptions);
    }
}
