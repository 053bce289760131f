package io.crossweave.clouds.control;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A message as a broker holds it. In a dump each message is {@code int32 length} and then, big-endian and each
 * prefixed by its {@code int32} length: topic (UTF-8), key, {@code int32} number of attributes, name (UTF-8) and value
 * of each, body. The body is the last, so nothing of it is hidden by a limit on the other fields. Behind the last message stands -1.
 */
public final class StoredMessage {
    /** Where a message would begin with its length. */
    private static final int END = -1;

    /** Takes the messages of a dump one by one, so that a dump never stands in memory as a whole. */
    @FunctionalInterface
    public interface Sink {
        void accept(StoredMessage message) throws IOException;
    }

    private final String topic;
    private final byte[] key;
    private final SortedMap<String, byte[]> attributes;
    private final byte[] body;

    /** The arrays are not copied: the caller hands them over. */
    public StoredMessage(String topic, byte[] key, Map<String, byte[]> attributes, byte[] body) {
        this.topic = topic;
        this.key = key;
        this.attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
        this.body = body;
    }

    /** Behind the last message, so that a dump that breaks off is not taken for a whole one. */
    public static void writeEnd(DataOutputStream out) throws IOException {
        out.writeInt(END);
    }

    public void writeTo(DataOutputStream out) throws IOException {
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        DataOutputStream head = new DataOutputStream(fields);
        writeField(head, topic.getBytes(StandardCharsets.UTF_8));
        writeField(head, key);
        head.writeInt(attributes.size());
        for (Map.Entry<String, byte[]> attribute : attributes.entrySet()) {
            writeField(head, attribute.getKey().getBytes(StandardCharsets.UTF_8));
            writeField(head, attribute.getValue());
        }
        head.writeInt(body.length);
        out.writeInt(fields.size() + body.length);
        fields.writeTo(out);
        out.write(body);
    }

    private static void writeField(DataOutputStream out, byte[] field) throws IOException {
        out.writeInt(field.length);
        out.write(field);
    }
}
