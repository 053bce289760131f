package io.crossweave.clouds.control;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;

/** One running stand-in cloud. All methods may be called from any thread. */
public interface LocalCloud extends AutoCloseable {

    /** The kind by which it was started, for example {@code kafka}. */
    String name();

    /** What a client needs to reach it, for example {@code bootstrap → 127.0.0.1:39121}. */
    SortedMap<String, String> endpoints();

    /** Creates a topic (hub) with what reads it, or leaves an existing one as it is. */
    void createTopic(TopicOrder order);

    /** Counted since the start of the process, except where a broker keeps its messages: there it counts these. */
    CounterSnapshot counters();

    Faults faults();

    /** Hands every message that the broker still holds to the sink, topic by topic, in stored order. */
    void dump(StoredMessage.Sink sink) throws IOException;

    /** Where the broker keeps its messages, if on disk. */
    Optional<Path> dataDirectory();

    @Override
    void close();
}
