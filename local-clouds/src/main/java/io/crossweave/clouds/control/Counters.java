package io.crossweave.clouds.control;

import io.crossweave.clouds.control.CounterSnapshot.OfTopic;
import java.util.TreeMap;

/** Counts for the clouds whose broker is our own. */
public final class Counters {

    private final TreeMap<String, OfTopic> topics = new TreeMap<>();
    private long connections;

    public synchronized void connected() {
        connections++;
    }

    public synchronized void accepted(String topic, long messageBytes) {
        add(topic, new OfTopic(1, messageBytes, 0, 0));
    }

    public synchronized void refusedAsTooLarge(String topic) {
        add(topic, new OfTopic(0, 0, 1, 0));
    }

    public synchronized void delivered(String topic, int messages) {
        add(topic, new OfTopic(0, 0, 0, messages));
    }

    public synchronized CounterSnapshot snapshot() {
        return new CounterSnapshot(connections, topics);
    }

    private void add(String topic, OfTopic more) {
        topics.merge(topic, more, OfTopic::plus);
    }
}
