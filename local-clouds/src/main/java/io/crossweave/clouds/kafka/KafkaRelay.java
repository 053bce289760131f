package io.crossweave.clouds.kafka;

import io.crossweave.clouds.control.Faults;
import io.crossweave.clouds.control.LoopbackProxy;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.FetchResponse;
import org.apache.kafka.common.requests.ProduceResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.jspecify.annotations.Nullable;

/**
 * Passes on one client's connection, protocol frame by protocol frame ({@code int32 length}, bytes). Bytes are never
 * changed: they are delayed (throttle, pause), or the connection breaks between the broker's storing and its answer
 * (lost acknowledgement).
 */
final class KafkaRelay implements LoopbackProxy.Relay {

    /** The broker's own {@code socket.request.max.bytes}. */
    private static final int FRAME_BYTES_MAX = 100 * 1024 * 1024;

    /** A client has 5 requests in flight; those that never get an answer (acks=0) fall out at the old end. */
    private static final int AWAITED_ANSWERS_MAX = 1_000;

    private final Faults faults;
    private final KafkaTraffic traffic;
    private final Map<Integer, RequestHeader> awaited = new LinkedHashMap<>();

    KafkaRelay(Faults faults, KafkaTraffic traffic) {
        this.faults = faults;
        this.traffic = traffic;
    }

    @Override
    public void toBroker(InputStream client, OutputStream broker) throws IOException, InterruptedException {
        DataInputStream in = new DataInputStream(client);
        for (ByteBuffer frame = read(in); frame != null; frame = read(in)) {
            short api = frame.getShort(Integer.BYTES);
            if (api == ApiKeys.PRODUCE.id || api == ApiKeys.FETCH.id) {
                awaitAnswerTo(frame);
            }
            if (api == ApiKeys.PRODUCE.id && faults.takeThrottledSend()) {
                // Kafka's quotas do the same: the connection is silent for a while.
                Thread.sleep(faults.throttleDelay());
            }
            write(frame, broker);
        }
    }

    @Override
    public void toClient(InputStream broker, OutputStream client) throws IOException, InterruptedException {
        DataInputStream in = new DataInputStream(broker);
        for (ByteBuffer frame = read(in); frame != null; frame = read(in)) {
            RequestHeader asked = askedFor(frame.getInt(Integer.BYTES));
            if (asked != null) {
                passOrBreak(AbstractResponse.parseResponse(body(frame), asked));
            }
            write(frame, client);
        }
    }

    private void passOrBreak(AbstractResponse answer) throws IOException, InterruptedException {
        if (answer instanceof ProduceResponse produced) {
            if (traffic.produced(produced) && faults.takeLostAck()) {
                throw new IOException("the acknowledgement is lost by order");
            }
        } else if (answer instanceof FetchResponse fetched) {
            faults.awaitResumed();
            traffic.fetched(fetched);
        }
    }

    private void awaitAnswerTo(ByteBuffer request) {
        RequestHeader header;
        try {
            header = RequestHeader.parse(body(request));
        } catch (InvalidRequestException e) {
            return; // A version that the broker refuses as well; its answer is passed on uncounted.
        }
        synchronized (awaited) {
            awaited.put(header.correlationId(), header);
            if (awaited.size() > AWAITED_ANSWERS_MAX) {
                awaited.remove(awaited.keySet().iterator().next());
            }
        }
    }

    private @Nullable RequestHeader askedFor(int correlationId) {
        synchronized (awaited) {
            return awaited.remove(correlationId);
        }
    }

    /** A whole frame, its length included; null at the end of the stream. */
    private static @Nullable ByteBuffer read(DataInputStream in) throws IOException {
        int length;
        try {
            length = in.readInt();
        } catch (EOFException e) {
            return null;
        }
        if (length < Integer.BYTES || length > FRAME_BYTES_MAX) {
            throw new IOException(
                    "a protocol frame of " + length + " bytes: allowed is " + Integer.BYTES + " to " + FRAME_BYTES_MAX);
        }
        ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + length).putInt(0, length);
        in.readFully(frame.array(), Integer.BYTES, length);
        return frame;
    }

    private static ByteBuffer body(ByteBuffer frame) {
        return frame.duplicate().position(Integer.BYTES).slice();
    }

    private static void write(ByteBuffer frame, OutputStream out) throws IOException {
        out.write(frame.array(), frame.arrayOffset(), frame.limit());
        out.flush();
    }
}
