package io.crossweave.clouds.kafka;

import io.crossweave.clouds.control.CounterSnapshot.OfTopic;
import io.crossweave.clouds.control.StoredMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;

/** Reads the broker's log segments past the broker: what stands here is what was stored. */
final class KafkaLogs {

    private final Path logs;
    private final Map<Path, Integer> counted = new HashMap<>();
    private final SortedMap<String, OfTopic> topics = new TreeMap<>();

    KafkaLogs(Path logs) {
        this.logs = logs;
    }

    /** Messages and the largest of them, per topic. Each call reads only what was appended since the last. */
    synchronized SortedMap<String, OfTopic> count() throws IOException {
        for (Path segment : segments()) {
            int from = counted.getOrDefault(segment, 0);
            if (Files.size(segment) > from) {
                String topic = topicOf(segment);
                int to = forEach(
                        segment,
                        from,
                        message -> topics.merge(topic, new OfTopic(1, message.sizeInBytes(), 0, 0), OfTopic::plus));
                counted.put(segment, to);
            }
        }
        return new TreeMap<>(topics);
    }

    void dump(StoredMessage.Sink sink) throws IOException {
        for (Path segment : segments()) {
            String topic = topicOf(segment);
            forEach(segment, 0, message -> sink.accept(stored(topic, message)));
        }
    }

    @FunctionalInterface
    private interface RecordSink {
        void accept(Record message) throws IOException;
    }

    /** Returns the position after the last whole batch. */
    private static int forEach(Path segment, int from, RecordSink sink) throws IOException {
        int position = from;
        try (FileRecords records = FileRecords.open(segment.toFile(), false)) {
            for (RecordBatch batch : records.batchesFrom(from)) {
                position += batch.sizeInBytes();
                if (!batch.isControlBatch()) {
                    for (Record message : batch) {
                        sink.accept(message);
                    }
                }
            }
        }
        return position;
    }

    /** Segments of all topics but Kafka's own (whose names begin with two underscores), in stored order. */
    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.find(
                logs, 2, (file, attributes) -> file.toString().endsWith(".log") && attributes.isRegularFile())) {
            return files.filter(file -> !topicOf(file).startsWith("__"))
                    .sorted()
                    .toList();
        }
    }

    /** The directory of a partition is named {@code topic-partition}. */
    private static String topicOf(Path segment) {
        String directory = String.valueOf(segment.getName(segment.getNameCount() - 2));
        int dash = directory.lastIndexOf('-');
        return dash < 0 ? directory : directory.substring(0, dash);
    }

    private static StoredMessage stored(String topic, Record message) {
        Map<String, byte[]> attributes = new TreeMap<>();
        for (Header header : message.headers()) {
            attributes.put(header.key(), header.value() == null ? new byte[0] : header.value());
        }
        return new StoredMessage(
                topic,
                message.hasKey() ? bytes(message.key()) : new byte[0],
                attributes,
                message.hasValue() ? bytes(message.value()) : new byte[0]);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
