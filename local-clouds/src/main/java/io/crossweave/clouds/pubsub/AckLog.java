package io.crossweave.clouds.pubsub;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/**
 * Which messages a subscription still owes, as a file of {@code int64}: first the id of the last message from before
 * the subscription, then those that need not be delivered again. Lost ones cost a redelivery, no more.
 */
final class AckLog implements AutoCloseable {

    private final DataOutputStream out;
    private final Set<Long> acknowledgedBefore;
    private final long from;

    private AckLog(DataOutputStream out, long from, Set<Long> acknowledgedBefore) {
        this.out = out;
        this.from = from;
        this.acknowledgedBefore = acknowledgedBefore;
    }

    /** A new subscription owes nothing of what was published before it. */
    static AckLog create(Path path, long lastMessageId) throws IOException {
        DataOutputStream out =
                new DataOutputStream(Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        out.writeLong(lastMessageId);
        return new AckLog(out, lastMessageId, new HashSet<>());
    }

    static AckLog open(Path path) throws IOException {
        long from;
        Set<Long> acknowledged = new HashSet<>();
        long whole = Files.size(path) / Long.BYTES;
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(path)))) {
            from = whole == 0 ? 0 : in.readLong();
            for (long i = 1; i < whole; i++) {
                acknowledged.add(in.readLong());
            }
        } catch (EOFException e) {
            throw new IOException(path + " became shorter while it was read", e);
        }
        return new AckLog(
                new DataOutputStream(Files.newOutputStream(path, StandardOpenOption.APPEND)), from, acknowledged);
    }

    /** Whether the message, read back from the topic's log at start, must be delivered. */
    boolean owes(long messageId) {
        return messageId > from && !acknowledgedBefore.remove(messageId);
    }

    void acknowledged(long messageId) {
        try {
            out.writeLong(messageId);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
