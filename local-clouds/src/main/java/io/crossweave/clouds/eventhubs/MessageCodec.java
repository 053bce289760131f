package io.crossweave.clouds.eventhubs;

import io.crossweave.clouds.control.StoredMessage;
import io.crossweave.clouds.eventhubs.PartitionLog.Placement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.DeliveryAnnotations;
import org.apache.qpid.proton.amqp.messaging.Footer;
import org.apache.qpid.proton.amqp.messaging.Header;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.apache.qpid.proton.amqp.messaging.Section;
import org.apache.qpid.proton.codec.AMQPDefinedTypes;
import org.apache.qpid.proton.codec.DecoderImpl;
import org.apache.qpid.proton.codec.EncoderImpl;

/**
 * Takes the raw bytes of transfers apart into events and puts stored events together, section by section: proton's own
 * {@code Message} keeps one Data section only, and a batch has one per event. Not thread-safe: one per connection.
 */
final class MessageCodec {
    /** A batch: annotations that hold for all, then one Data section per event, each a whole encoded message. */
    static final int BATCH_FORMAT = 0x80013700;

    private static final Symbol PARTITION_KEY = Symbol.valueOf("x-opt-partition-key");
    private static final Symbol SEQUENCE = Symbol.valueOf("x-opt-sequence-number");
    private static final Symbol OFFSET = Symbol.valueOf("x-opt-offset");
    private static final Symbol ENQUEUED_TIME = Symbol.valueOf("x-opt-enqueued-time");

    private final DecoderImpl decoder = new DecoderImpl();
    private final EncoderImpl encoder = new EncoderImpl(decoder);

    MessageCodec() {
        AMQPDefinedTypes.registerAllTypes(decoder, encoder);
    }

    /** What one transfer brought; all events of it belong to the same key. */
    record Arrival(Optional<String> partitionKey, List<Event> events) {}

    /** An event as its publisher made it: its annotations, and everything from the properties on, untouched. */
    record Event(Map<Symbol, Object> annotations, ByteBuffer bare) {}

    Arrival read(byte[] transfer, int format) throws RefusedException {
        return switch (format) {
            case 0 -> {
                Event event = event(transfer, Optional.empty());
                yield new Arrival(keyOf(event.annotations()), List.of(event));
            }
            case BATCH_FORMAT -> batch(transfer);
            default ->
                throw new RefusedException(
                        AmqpError.NOT_IMPLEMENTED, "message format 0x" + Integer.toHexString(format));
        };
    }

    private Arrival batch(byte[] transfer) throws RefusedException {
        Map<Symbol, Object> envelope = new LinkedHashMap<>();
        List<byte[]> messages = new ArrayList<>();
        for (Placed placed : sections(transfer)) {
            if (placed.section() instanceof MessageAnnotations annotations) {
                envelope.putAll(values(annotations));
            } else if (placed.section() instanceof Data data) {
                messages.add(bytes(data));
            }
        }
        if (messages.isEmpty()) {
            throw new RefusedException(AmqpError.DECODE_ERROR, "a batch without a Data section");
        }
        Optional<String> key = keyOf(envelope);
        List<Event> events = new ArrayList<>();
        for (byte[] message : messages) {
            events.add(event(message, key));
        }
        return new Arrival(key, events);
    }

    private Event event(byte[] message, Optional<String> batchKey) throws RefusedException {
        Map<Symbol, Object> annotations = new LinkedHashMap<>();
        batchKey.ifPresent(key -> annotations.put(PARTITION_KEY, key));
        int bareFrom = message.length;
        for (Placed placed : sections(message)) {
            if (placed.section() instanceof MessageAnnotations own) {
                annotations.putAll(values(own));
            } else if (!(placed.section() instanceof Header || placed.section() instanceof DeliveryAnnotations)) {
                bareFrom = Math.min(bareFrom, placed.from());
            }
        }
        if (bareFrom == message.length) {
            throw new RefusedException(AmqpError.DECODE_ERROR, "a message without a body");
        }
        return new Event(annotations, ByteBuffer.wrap(message, bareFrom, message.length - bareFrom));
    }

    /** The bytes that receivers get: the annotations of the event and of its place, then the bare message. */
    byte[] stored(Event event, Placement placement) {
        Map<Symbol, Object> annotations = new LinkedHashMap<>(event.annotations());
        annotations.put(SEQUENCE, placement.sequence());
        annotations.put(OFFSET, Long.toString(placement.offset()));
        annotations.put(ENQUEUED_TIME, timestamp(placement.enqueuedMs()));
        byte[] head = encode(new MessageAnnotations(annotations));
        byte[] stored = Arrays.copyOf(head, head.length + event.bare().remaining());
        event.bare().duplicate().get(stored, head.length, event.bare().remaining());
        return stored;
    }

    /** The section before a delivery that tells a receiver, which asked for it, how far its partition has come. */
    byte[] runtimeMetric(PartitionLog.State state, long nowMs) {
        Map<Symbol, Object> metric = new LinkedHashMap<>();
        state.last().ifPresent(last -> {
            metric.put(Symbol.valueOf("last_enqueued_sequence_number"), last.sequence());
            metric.put(Symbol.valueOf("last_enqueued_offset"), Long.toString(last.offset()));
            metric.put(Symbol.valueOf("last_enqueued_time_utc"), timestamp(last.enqueuedMs()));
        });
        metric.put(Symbol.valueOf("runtime_info_retrieval_time_utc"), timestamp(nowMs));
        return encode(new DeliveryAnnotations(metric));
    }

    /** For a dump: the payload as the body, every other byte of the stored event as one attribute. */
    StoredMessage dumped(String hub, ByteBuffer event) throws IOException {
        byte[] stored = new byte[event.remaining()];
        event.get(stored);
        try {
            return takenApart(hub, stored);
        } catch (RefusedException ours) {
            throw new IOException("a stored event is not a message", ours);
        }
    }

    private StoredMessage takenApart(String hub, byte[] stored) throws RefusedException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        ByteArrayOutputStream around = new ByteArrayOutputStream();
        Optional<String> key = Optional.empty();
        for (Placed placed : sections(stored)) {
            if (placed.section() instanceof Data data) {
                body.writeBytes(bytes(data));
            } else {
                around.write(stored, placed.from(), placed.to() - placed.from());
            }
            if (placed.section() instanceof MessageAnnotations annotations) {
                key = keyOf(values(annotations));
            }
        }
        byte[] keyBytes = key.orElse("").getBytes(StandardCharsets.UTF_8);
        return new StoredMessage(hub, keyBytes, Map.of("sections", around.toByteArray()), body.toByteArray());
    }

    private record Placed(Section section, int from, int to) {}

    private List<Placed> sections(byte[] message) throws RefusedException {
        ByteBuffer buffer = ByteBuffer.wrap(message);
        decoder.setByteBuffer(buffer);
        List<Placed> sections = new ArrayList<>();
        try {
            while (buffer.hasRemaining()) {
                int from = buffer.position();
                if (!(decoder.readObject() instanceof Section section)) {
                    throw new RefusedException(AmqpError.DECODE_ERROR, "no message section at byte " + from);
                }
                sections.add(new Placed(section, from, buffer.position()));
            }
        } catch (RuntimeException | StackOverflowError malformed) {
            // The decoder has no checked exception for bytes that are not AMQP, and nests as deep as they say.
            throw new RefusedException(AmqpError.DECODE_ERROR, "not an AMQP message: " + malformed);
        } finally {
            decoder.setByteBuffer(null);
        }
        requireKnownOrder(sections);
        return sections;
    }

    private static void requireKnownOrder(List<Placed> sections) throws RefusedException {
        int rank = 0;
        for (Placed placed : sections) {
            int next = rank(placed.section());
            if (next < rank) {
                throw new RefusedException(AmqpError.DECODE_ERROR, "message sections out of order");
            }
            rank = next;
        }
    }

    private static int rank(Section section) {
        return switch (section) {
            case Header ignored -> 0;
            case DeliveryAnnotations ignored -> 1;
            case MessageAnnotations ignored -> 2;
            case Properties ignored -> 3;
            case ApplicationProperties ignored -> 4;
            case Footer ignored -> 6;
            default -> 5; // the three kinds of body
        };
    }

    private static Optional<String> keyOf(Map<Symbol, Object> annotations) throws RefusedException {
        Object key = annotations.get(PARTITION_KEY);
        if (key == null) {
            return Optional.empty();
        }
        String text = key.toString();
        if (text.isEmpty() || text.length() > HubLimits.PARTITION_KEY_CHARS_MAX) {
            throw new RefusedException(
                    AmqpError.NOT_ALLOWED,
                    "a partition key of " + text.length() + " characters; allowed are 1 to "
                            + HubLimits.PARTITION_KEY_CHARS_MAX);
        }
        return Optional.of(text);
    }

    private static Map<Symbol, Object> values(MessageAnnotations annotations) {
        Map<Symbol, Object> values = annotations.getValue();
        return values == null ? Map.of() : values;
    }

    private static byte[] bytes(Data data) {
        byte[] bytes = new byte[data.getValue().getLength()];
        System.arraycopy(data.getValue().getArray(), data.getValue().getArrayOffset(), bytes, 0, bytes.length);
        return bytes;
    }

    /** The AMQP type timestamp. */
    @SuppressWarnings("JavaUtilDate") // proton-j and the SDK know no other type for it
    static Date timestamp(long epochMs) {
        return new Date(epochMs);
    }

    private byte[] encode(Section section) {
        for (int capacity = 1_024; ; capacity *= 2) {
            ByteBuffer buffer = ByteBuffer.allocate(capacity);
            encoder.setByteBuffer(buffer);
            try {
                encoder.writeObject(section);
                return Arrays.copyOf(buffer.array(), buffer.position());
            } catch (BufferOverflowException tooSmall) {
                // The next round has twice the room.
            }
        }
    }
}
