package io.crossweave.crypto.seal;

import io.crossweave.crypto.kms.DataKey;
import io.crossweave.crypto.kms.DataKeyId;
import io.crossweave.crypto.kms.Entropy;
import io.crossweave.crypto.kms.KeyMaterial;
import io.crossweave.crypto.kms.KeyWrapping;
import io.crossweave.crypto.kms.KeyWrapping.WrapOutcome;
import io.crossweave.crypto.kms.Link;
import io.crossweave.crypto.kms.WrappedKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The data keys of one link at its origin: one in use, the next when it is due, and the wrapped forms of recent ones.
 *
 * <p>A key is used only after it was wrapped: else the destination could never open what it sealed. Wrapping may wait for a remote
 * service, so one caller does it while the others go on with the key in use, or wait where there is none.
 */
final class OutboundKeys {
    /** Former keys that are still announced: their frames may wait in a broker while the destination restarts. */
    static final int FORMER_MAX = 3;
    /** A key service that just failed is not asked again for this long; held events ask many times a second. */
    static final long RETRY_MS = 250;

    private final Link link;
    private final KeyWrapping wrapping;
    private final Entropy entropy;
    private final DataKeyLife life;

    private final ReentrantLock renewal = new ReentrantLock();
    private final ReentrantLock guard = new ReentrantLock();
    private @Nullable InUse current;
    private @Nullable InUse next;
    private final Deque<WrappedKey> former = new ArrayDeque<>();
    private @Nullable Failure lastFailure;

    OutboundKeys(Link link, KeyWrapping wrapping, Entropy entropy, DataKeyLife life) {
        this.link = link;
        this.wrapping = wrapping;
        this.entropy = entropy;
        this.life = life;
    }

    /** A key for one envelope of so many plain bytes, which are counted, or why there is none. */
    KeyGrant take(int bodyBytes, long nowMs) {
        Optional<DataKey> usable = count(bodyBytes, nowMs);
        if (usable.isPresent()) {
            if (nextIsDue(nowMs) && renewal.tryLock()) {
                renewThenUnlock(nowMs);
            }
            return new KeyGrant.Granted(usable.get());
        }
        renewal.lock();
        renewThenUnlock(nowMs);
        return count(bodyBytes, nowMs)
                .<KeyGrant>map(KeyGrant.Granted::new)
                .orElseGet(() -> new KeyGrant.None("no data key for link " + link + ": " + failureReason()));
    }

    /** The wrapped forms of recent keys, of the key in use and of the next, in this order. */
    List<WrappedKey> wrapped() {
        guard.lock();
        try {
            List<WrappedKey> keys = new ArrayList<>(former);
            if (current != null) {
                keys.add(current.wrapped);
            }
            if (next != null) {
                keys.add(next.wrapped);
            }
            return keys;
        } finally {
            guard.unlock();
        }
    }

    private Optional<DataKey> count(int bodyBytes, long nowMs) {
        guard.lock();
        try {
            if (current != null && current.counts(bodyBytes, nowMs, life)) {
                return Optional.of(current.key);
            }
            if (next == null) {
                return Optional.empty();
            }
            retire(current);
            current = next;
            next = null;
            return current.counts(bodyBytes, nowMs, life) ? Optional.of(current.key) : Optional.empty();
        } finally {
            guard.unlock();
        }
    }

    private void retire(@Nullable InUse spent) {
        if (spent != null) {
            former.addLast(spent.wrapped);
            if (former.size() > FORMER_MAX) {
                former.removeFirst();
            }
        }
    }

    private boolean nextIsDue(long nowMs) {
        guard.lock();
        try {
            boolean spent = current == null || current.wantsNext(nowMs, life);
            boolean resting = lastFailure != null && Math.abs(nowMs - lastFailure.atMs) < RETRY_MS;
            return spent && next == null && !resting;
        } finally {
            guard.unlock();
        }
    }

    /** Asks again whether it is due, because another caller may have renewed while this one waited for its turn. */
    private void renewThenUnlock(long nowMs) {
        try {
            if (nextIsDue(nowMs)) {
                makeNext(nowMs);
            }
        } finally {
            renewal.unlock();
        }
    }

    private void makeNext(long nowMs) {
        DataKey fresh = new DataKey(
                DataKeyId.of(entropy.bytes(DataKeyId.BYTES)), KeyMaterial.of(entropy.bytes(DataKey.BYTES)), nowMs);
        WrapOutcome outcome = wrapping.wrap(link, fresh);
        guard.lock();
        try {
            switch (outcome) {
                case WrapOutcome.Wrapped(WrappedKey wrapped) -> {
                    next = new InUse(fresh, wrapped);
                    lastFailure = null;
                }
                case WrapOutcome.Unavailable(String reason) -> lastFailure = new Failure(reason, nowMs);
            }
        } finally {
            guard.unlock();
        }
    }

    private String failureReason() {
        guard.lock();
        try {
            return lastFailure == null ? "the key in use is spent" : lastFailure.reason;
        } finally {
            guard.unlock();
        }
    }

    private record Failure(String reason, long atMs) {}

    /** A wrapped key and what it has sealed; guarded by the owner's lock. */
    private static final class InUse {
        private final DataKey key;
        private final WrappedKey wrapped;
        private long envelopes;
        private long bytes;

        InUse(DataKey key, WrappedKey wrapped) {
            this.key = key;
            this.wrapped = wrapped;
        }

        boolean counts(int bodyBytes, long nowMs, DataKeyLife life) {
            if (!life.allows(nowMs - key.createdMs(), envelopes + 1, bytes + bodyBytes)) {
                return false;
            }
            envelopes++;
            bytes += bodyBytes;
            return true;
        }

        boolean wantsNext(long nowMs, DataKeyLife life) {
            return life.wantsNext(nowMs - key.createdMs(), envelopes, bytes);
        }
    }
}
