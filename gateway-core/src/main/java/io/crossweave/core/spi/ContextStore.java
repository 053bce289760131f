package io.crossweave.core.spi;

import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The durable state of one site: an ordered map of byte strings, compared as unsigned bytes. The layout of keys and values is the
 * core's ({@code wire}), so that every store behaves alike; a store decides only how a batch becomes durable.
 *
 * <p>A batch is atomic: after a crash all of its writes are there or none. It is durable before {@code done} is called with
 * {@link CommitOutcome.Committed}: acknowledgements of every kind rest on that (L12, L13). Batches become visible in the order of the
 * calls. After an outcome other than Committed the store refuses further batches until it is opened again: it writes nothing of them, and
 * their outcome is Unknown too, because none of them may be told to anybody. A closed store throws {@link IllegalStateException}: whoever
 * closes it has stopped its users first.
 */
public interface ContextStore extends AutoCloseable {
    /**
     * Commits a batch; returns at once. {@code done} runs on the store's committer, in commit order, must not block and must not throw.
     * Waits only while the store's bounded queue is full.
     */
    void commit(WriteBatch batch, Consumer<CommitOutcome> done);

    /**
     * The number of the last commit that is durable; it only grows, and a copy of the store goes on from its own. By it a site that starts on
     * an old copy finds out that others know more (L15). A batch counts before its {@code done} is called.
     */
    long commits();

    /** The committed value of a key, or null. */
    byte @Nullable [] get(byte[] key);

    /** Calls {@code visit} with the committed pairs of {@code from} (inclusive) to {@code to} (exclusive), ascending, while it returns true. */
    void scan(byte[] from, byte[] to, BiPredicate<byte[], byte[]> visit);

    /** Bytes that the store occupies, as far as it knows. */
    long sizeBytes();

    /** Waits for the batches under way and releases the store. */
    @Override
    void close();
}
