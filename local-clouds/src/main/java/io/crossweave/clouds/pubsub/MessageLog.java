package io.crossweave.clouds.pubsub;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.pubsub.v1.PubsubMessage;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * All messages of one topic in one file, each as {@code int64 message id, int32 length, PubsubMessage}. Not synced to
 * disk: it outlives a killed process, not a failing machine, which is what a stand-in is for.
 */
final class MessageLog implements AutoCloseable {

    /** A laptop's disk is not ours to fill. A larger run wants the real service. */
    static final long LOG_BYTES_MAX = 8L << 30;

    private static final int HEAD_BYTES = Long.BYTES + Integer.BYTES;

    private final FileChannel file;
    private long end;

    private MessageLog(FileChannel file) {
        this.file = file;
    }

    /** Opens or creates the log. A message that was half written when the process died is cut off. */
    static MessageLog open(Path path, Visitor visitor) throws IOException {
        MessageLog log = new MessageLog(
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
        log.end = log.visit(log.file.size(), visitor);
        log.file.truncate(log.end);
        return log;
    }

    @FunctionalInterface
    interface Visitor {
        void visit(Stored stored, PubsubMessage message) throws IOException;
    }

    synchronized boolean hasRoomFor(long bytes) {
        return end + bytes <= LOG_BYTES_MAX;
    }

    synchronized Stored append(long messageId, PubsubMessage message) throws IOException {
        int bytes = message.getSerializedSize();
        ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES).putLong(messageId).putInt(bytes);
        ByteBuffer[] parts = {head.flip(), message.toByteString().asReadOnlyByteBuffer()};
        file.position(end);
        while (parts[1].hasRemaining()) {
            file.write(parts);
        }
        Stored stored = new Stored(messageId, end + HEAD_BYTES, bytes, message.getOrderingKey());
        end += HEAD_BYTES + bytes;
        return stored;
    }

    PubsubMessage read(Stored stored) throws IOException {
        return PubsubMessage.parseFrom(read(stored.offset(), stored.bytes()));
    }

    /** Visits what was stored up to now. */
    void visit(Visitor visitor) throws IOException {
        long until;
        synchronized (this) {
            until = end;
        }
        visit(until, visitor);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Returns the position after the last whole message. */
    private long visit(long until, Visitor visitor) throws IOException {
        long position = 0;
        while (position + HEAD_BYTES <= until) {
            ByteBuffer head = read(position, HEAD_BYTES);
            long messageId = head.getLong();
            int bytes = head.getInt();
            if (bytes < 0 || position + HEAD_BYTES + bytes > until) {
                return position;
            }
            try {
                PubsubMessage message = PubsubMessage.parseFrom(read(position + HEAD_BYTES, bytes));
                visitor.visit(new Stored(messageId, position + HEAD_BYTES, bytes, message.getOrderingKey()), message);
            } catch (InvalidProtocolBufferException e) {
                throw new IOException("the message log is damaged at byte " + position, e);
            }
            position += HEAD_BYTES + bytes;
        }
        return position;
    }

    private ByteBuffer read(long offset, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, offset + buffer.position()) < 0) {
                throw new EOFException("the message log ends before byte " + (offset + bytes));
            }
        }
        return buffer.flip();
    }
}
