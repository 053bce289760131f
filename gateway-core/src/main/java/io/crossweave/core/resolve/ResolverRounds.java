package io.crossweave.core.resolve;

import io.crossweave.core.gateway.PeerStatus;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.stored.ConflictRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Decides round by round what this site is to ask resolvers. The queue is the stored list of open conflicts: what finds no room in a round
 * is there in the next one. What is remembered is only how often a dispute was asked about, in memory and bounded: a site that starts anew
 * asks again. Mutable, owned by one thread.
 */
public final class ResolverRounds {
    /**
     * What became of a dispute so far.
     *
     * @param asked how often it was asked about to the end
     * @param turnedAway how often in a row there was no room for its answer
     * @param notBeforeMs when it may be asked about again
     */
    private record Standing(int asked, int turnedAway, long notBeforeMs, boolean asking, boolean leftToPeople) {
        static final Standing NEW = new Standing(0, 0, Long.MIN_VALUE, false, false);

        Standing begun(long nowMs) {
            return new Standing(asked, turnedAway, nowMs, true, false);
        }

        /** What is full stays so for a while, and a resolver may cost something. */
        Standing noRoom(long nowMs) {
            long pauseMs = Limits.RESOLVER_RETRY_MS << Math.min(turnedAway, Limits.RESOLVER_DOUBLINGS_MAX);
            return new Standing(asked, turnedAway + 1, nowMs + pauseMs, false, false);
        }
    }

    private final String region;
    private final Map<String, ContextType> types;
    /** By the names of disputes, those that were met last at the end. */
    private final LinkedHashMap<String, Standing> standings = new LinkedHashMap<>(16, 0.75f, true);

    private int asking;

    /** {@code types}: all context types, by name. */
    public ResolverRounds(String region, Map<String, ContextType> types) {
        this.region = region;
        this.types = new TreeMap<>(types);
    }

    /** The types whose open conflicts this site may ever ask about. */
    public SortedSet<String> askedTypes() {
        var asked = new TreeSet<String>();
        types.forEach((name, type) -> {
            if (type.arbiter().authority().contains(region)) {
                asked.add(name);
            }
        });
        return asked;
    }

    /**
     * What is to be asked now; each of them is to be {@link #ended}.
     *
     * @param open open conflicts: of each context that is among them, all
     * @param peers the other sites, as far as this one knows them
     */
    public List<Dispute> due(List<ConflictRecord> open, Collection<PeerStatus> peers, long nowMs) {
        return ours(open, peers).stream()
                .filter(dispute -> take(dispute, nowMs))
                .toList();
    }

    /** Whether anything of these is asked about now, or will be though nothing new comes. */
    public boolean hasMore(List<ConflictRecord> open, Collection<PeerStatus> peers) {
        return ours(open, peers).stream().anyMatch(dispute -> !standing(dispute).leftToPeople());
    }

    private List<Dispute> ours(List<ConflictRecord> open, Collection<PeerStatus> peers) {
        var byContext = new TreeMap<ContextKey, List<ConflictRecord>>();
        open.forEach(conflict -> byContext
                .computeIfAbsent(conflict.key(), absent -> new ArrayList<>())
                .add(conflict));
        var ours = new ArrayList<Dispute>();
        byContext.forEach((key, conflicts) -> {
            ContextType type = types.get(key.type());
            if (type != null && isAuthority(type, peers)) {
                ours.addAll(Dispute.of(type, conflicts));
            }
        });
        return ours;
    }

    private Standing standing(Dispute dispute) {
        return standings.getOrDefault(dispute.digest(), Standing.NEW);
    }

    /** Whether everybody who goes before this site is gone. A site that is only suspect still answers for itself; one that is no peer can't. */
    private boolean isAuthority(ContextType type, Collection<PeerStatus> peers) {
        for (String candidate : type.arbiter().authority()) {
            if (candidate.equals(region)) {
                return true;
            }
            boolean here = peers.stream()
                    .anyMatch(peer -> peer.region().equals(candidate) && peer.state() != PeerStatus.State.PARTITIONED);
            if (here) {
                return false;
            }
        }
        return false;
    }

    private boolean take(Dispute dispute, long nowMs) {
        Standing standing = standing(dispute);
        if (standing.asking()
                || standing.leftToPeople()
                || nowMs < standing.notBeforeMs()
                || asking >= Limits.RESOLVER_ASKED_MAX) {
            return false;
        }
        asking++;
        put(dispute, standing.begun(nowMs));
        return true;
    }

    /** Why nobody can be asked about a dispute; empty where its question can be. */
    public Optional<String> obstacle(Dispute dispute) {
        ContextType type = types.get(dispute.key().type());
        if (type != null && !dispute.isAboutValues(type)) {
            return Optional.of("was not asked: a value meets what stands below its path");
        }
        return dispute.question().isPresent()
                ? Optional.empty()
                : Optional.of("was not asked: a value is too large to be kept with its conflict");
    }

    /** Takes how asking ended; answers why the dispute is left to people from now on, where it is. */
    public Optional<String> ended(Dispute dispute, AskingEnd end, long nowMs) {
        asking--;
        Standing before = standing(dispute);
        return switch (end) {
            // Should it be here still it is asked about again, but not for ever.
            case AskingEnd.Answered() -> {
                put(dispute, later(before, nowMs));
                yield Optional.empty();
            }
            case AskingEnd.NoRoom() -> {
                put(dispute, before.noRoom(nowMs));
                yield Optional.empty();
            }
            case AskingEnd.Failed(String reason) -> failed(dispute, before, reason, nowMs);
            case AskingEnd.LeftToPeople(String reason) -> {
                put(dispute, new Standing(before.asked(), 0, nowMs, false, true));
                yield Optional.of(reason);
            }
        };
    }

    private Optional<String> failed(Dispute dispute, Standing before, String reason, long nowMs) {
        Standing standing = later(before, nowMs);
        put(dispute, standing);
        return standing.leftToPeople() ? Optional.of(reason) : Optional.empty();
    }

    private static Standing later(Standing before, long nowMs) {
        int asked = before.asked() + 1;
        long pauseMs = Limits.RESOLVER_RETRY_MS << (asked - 1);
        return new Standing(asked, 0, nowMs + pauseMs, false, asked >= Limits.RESOLVER_ATTEMPTS);
    }

    private void put(Dispute dispute, Standing standing) {
        standings.put(dispute.digest(), standing);
        var eldest = standings.entrySet().iterator();
        while (standings.size() > Limits.RESOLVER_STANDINGS_MAX && eldest.hasNext()) {
            if (!eldest.next().getValue().asking()) {
                eldest.remove();
            }
        }
    }
}
