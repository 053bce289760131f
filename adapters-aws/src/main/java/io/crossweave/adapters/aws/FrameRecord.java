package io.crossweave.adapters.aws;

import io.crossweave.core.wire.Frame;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * A frame as a Kafka message: the CloudEvents 1.0 binding in binary mode. Its headers tell only that it is a frame: where it is from and
 * for whom stands in the frame and in the key, and what it is about nowhere but in the sealed part.
 */
final class FrameRecord {
    static final String TYPE = "io.crossweave.frame.v1";

    private static final List<Header> CONSTANT_HEADERS =
            List.of(header("ce_specversion", "1.0"), header("ce_type", TYPE), header("ce_source", "/crossweave"));
    private static final String ID_HEADER = "ce_id";
    /** Two 64-bit numbers in hexadecimal with a dash between. */
    private static final int ID_CHARS = 33;

    private static final int KEY_BYTES_MAX = 128;

    /** What Kafka puts before the records of a batch, in its message format 2. */
    private static final int BATCH_HEAD_BYTES = 61;
    /** Length, attributes, timestamp and offset of a record: at most 5 + 1 + 10 + 5 bytes. */
    private static final int RECORD_HEAD_BYTES_MAX = 21;
    /** Any length or count is a varint of at most so many bytes. */
    private static final int VARINT_BYTES_MAX = 5;

    /** All that a message has beside the frame, in a batch of its own, with the longest key. */
    static final int OVERHEAD_BYTES_MAX = overheadBytesMax();

    private FrameRecord() {}

    /** The id must be unique among the frames of all senders; it has {@link #ID_CHARS} characters. */
    static ProducerRecord<byte[], byte[]> of(String topic, String orderingKey, String id, Frame frame) {
        byte[] key = orderingKey.getBytes(StandardCharsets.US_ASCII);
        if (key.length > KEY_BYTES_MAX || id.length() != ID_CHARS) {
            throw new IllegalArgumentException("ordering key of " + key.length + " characters (allowed " + KEY_BYTES_MAX
                    + "), id of " + id.length() + " (expected " + ID_CHARS + ")");
        }
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(topic, key, frame.bytes());
        CONSTANT_HEADERS.forEach(message.headers()::add);
        message.headers().add(header(ID_HEADER, id));
        return message;
    }

    static String id(long sender, long number) {
        return String.format("%016x-%016x", sender, number);
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.US_ASCII));
    }

    private static int overheadBytesMax() {
        int bytes = BATCH_HEAD_BYTES + RECORD_HEAD_BYTES_MAX;
        bytes += VARINT_BYTES_MAX + KEY_BYTES_MAX; // The key.
        bytes += VARINT_BYTES_MAX; // The frame's length.
        bytes += VARINT_BYTES_MAX; // The number of headers.
        for (Header header : CONSTANT_HEADERS) {
            bytes += headerBytesMax(header.key().length(), header.value().length);
        }
        return bytes + headerBytesMax(ID_HEADER.length(), ID_CHARS);
    }

    private static int headerBytesMax(int nameBytes, int valueBytes) {
        return 2 * VARINT_BYTES_MAX + nameBytes + valueBytes;
    }
}
