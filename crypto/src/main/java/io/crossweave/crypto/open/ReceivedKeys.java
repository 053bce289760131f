package io.crossweave.crypto.open;

import io.crossweave.crypto.kms.DataKey;
import io.crossweave.crypto.kms.DataKeyId;
import io.crossweave.crypto.kms.KeyWrapping;
import io.crossweave.crypto.kms.KeyWrapping.UnwrapOutcome;
import io.crossweave.crypto.kms.Link;
import io.crossweave.crypto.kms.WrappedKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The data keys of one link at its destination. Keys that can't be unwrapped here are remembered, so that a repeated announcement costs no
 * call to the key service; an outage of the service is not remembered.
 *
 * <p>Unwrapping may wait for a remote service, so it holds no lock that a look-up needs.
 */
final class ReceivedKeys {
    /** Keys kept per origin: more than two days of hourly ones, longer than frames usually wait in a broker. */
    static final int KEPT_MAX = 64;
    /** Refused announcements remembered per origin. */
    static final int REFUSED_MAX = 256;
    /** Newest keys told to the origin. */
    static final int REPORTED_MAX = 8;

    private final Link link;
    private final KeyWrapping wrapping;

    private final ReentrantLock unwrapping = new ReentrantLock();
    private final ReentrantLock guard = new ReentrantLock();
    private final Map<DataKeyId, DataKey> keys = new LinkedHashMap<>();
    private final Set<WrappedKey> refused = new LinkedHashSet<>();

    ReceivedKeys(Link link, KeyWrapping wrapping) {
        this.link = link;
        this.wrapping = wrapping;
    }

    /** Unwraps what is not known yet, one announcement at a time. */
    void accept(List<WrappedKey> announced) {
        unwrapping.lock();
        try {
            for (WrappedKey wrapped : announced) {
                if (isNew(wrapped)) {
                    keep(wrapped, wrapping.unwrap(link, wrapped));
                }
            }
        } finally {
            unwrapping.unlock();
        }
    }

    Optional<DataKey> find(DataKeyId id) {
        guard.lock();
        try {
            return Optional.ofNullable(keys.get(id));
        } finally {
            guard.unlock();
        }
    }

    /** By creation time, then by arrival. */
    List<DataKeyId> newest() {
        guard.lock();
        try {
            List<DataKey> latestFirst = new ArrayList<>(keys.values());
            Collections.reverse(latestFirst);
            return latestFirst.stream()
                    .sorted(Comparator.comparingLong(DataKey::createdMs).reversed())
                    .limit(REPORTED_MAX)
                    .map(DataKey::id)
                    .toList();
        } finally {
            guard.unlock();
        }
    }

    private boolean isNew(WrappedKey wrapped) {
        guard.lock();
        try {
            return !keys.containsKey(wrapped.id()) && !refused.contains(wrapped);
        } finally {
            guard.unlock();
        }
    }

    private void keep(WrappedKey wrapped, UnwrapOutcome outcome) {
        guard.lock();
        try {
            switch (outcome) {
                case UnwrapOutcome.Unwrapped(DataKey key) -> {
                    keys.put(key.id(), key);
                    if (keys.size() > KEPT_MAX) {
                        keys.remove(keys.keySet().iterator().next());
                    }
                }
                case UnwrapOutcome.Refused(String ignored) -> {
                    refused.add(wrapped);
                    if (refused.size() > REFUSED_MAX) {
                        refused.remove(refused.iterator().next());
                    }
                }
                case UnwrapOutcome.Unavailable(String ignored) -> {
                    // The origin repeats its announcement until this site reports the key: the next one asks again.
                }
            }
        } finally {
            guard.unlock();
        }
    }
}
