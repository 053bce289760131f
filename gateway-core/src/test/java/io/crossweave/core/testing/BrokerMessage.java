package io.crossweave.core.testing;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A message as a stand-in cloud's broker holds it. */
public final class BrokerMessage {
    /** Stands where a message would begin with its length. */
    private static final int END = -1;

    private final String topic;
    private final byte[] key;
    private final SortedMap<String, byte[]> attributes;
    private final byte[] body;

    private BrokerMessage(String topic, byte[] key, SortedMap<String, byte[]> attributes, byte[] body) {
        this.topic = topic;
        this.key = key;
        this.attributes = attributes;
        this.body = body;
    }

    public String topic() {
        return topic;
    }

    public byte[] key() {
        return key.clone();
    }

    /** By name; Kafka calls them headers. */
    public SortedMap<String, byte[]> attributes() {
        return new TreeMap<>(attributes);
    }

    public byte[] body() {
        return body.clone();
    }

    /** Fails where the dump breaks off: what is missing in it must not pass for what is not in the broker. */
    static void readAll(DataInputStream in, Consumer<BrokerMessage> sink) throws IOException {
        while (in.readInt() != END) {
            String topic = text(in);
            byte[] key = field(in);
            SortedMap<String, byte[]> attributes = new TreeMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                attributes.put(text(in), field(in));
            }
            sink.accept(new BrokerMessage(topic, key, attributes, field(in)));
        }
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(field(in), StandardCharsets.UTF_8);
    }

    private static byte[] field(DataInputStream in) throws IOException {
        byte[] field = new byte[in.readInt()];
        in.readFully(field);
        return field;
    }
}
