package io.crossweave.core.resolve;

import io.crossweave.core.conflict.ConflictSummary;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.event.BodyHash;
import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.event.Payload;
import io.crossweave.core.event.Provenance;
import io.crossweave.core.model.ConflictId;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.Labels;
import io.crossweave.core.model.MergeRule;
import io.crossweave.core.spi.ContestedPath;
import io.crossweave.core.spi.ContestedPath.Candidate;
import io.crossweave.core.stored.ConflictRecord;
import io.crossweave.core.stored.ConflictSide;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The open conflicts at one path of a context: one answer settles all of them. A value that arrives later makes another dispute of it.
 *
 * @param resolver the name of who is asked
 * @param conflicts by id, ascending
 */
public record Dispute(ContextKey key, JsonPointer path, String resolver, List<ConflictRecord> conflicts) {
    public Dispute {
        conflicts = conflicts.stream()
                .sorted(Comparator.comparing(ConflictRecord::id))
                .toList();
    }

    /** The disputes of a context at paths whose rule asks a resolver, among all its open conflicts. */
    static List<Dispute> of(ContextType type, List<ConflictRecord> open) {
        var byPath = new TreeMap<JsonPointer, List<ConflictRecord>>();
        open.forEach(conflict -> byPath.computeIfAbsent(conflict.path(), absent -> new ArrayList<>())
                .add(conflict));
        var disputes = new ArrayList<Dispute>();
        byPath.forEach((path, conflicts) -> {
            if (type.ruleAt(path) == MergeRule.RESOLVER) {
                disputes.add(new Dispute(
                        conflicts.getFirst().key(), path, type.arbiter().resolver(), conflicts));
            }
        });
        return disputes;
    }

    public List<ConflictId> ids() {
        return conflicts.stream().map(ConflictRecord::id).toList();
    }

    /** Whether each side is one value at the path: a resolver chooses values, not whether a path is a text or an object. */
    boolean isAboutValues(ContextType type) {
        return conflicts.stream()
                .allMatch(conflict -> ConflictSummary.rule(conflict, type).equals(MergeRule.RESOLVER.label()));
    }

    /** What the resolver is asked: the values by dot; empty where one of them is too large to be kept with its conflict. */
    public Optional<ContestedPath> question() {
        var candidates = new TreeMap<Dot, Candidate>();
        for (ConflictRecord conflict : conflicts) {
            for (ConflictSide side : List.of(conflict.left(), conflict.right())) {
                Optional<JsonValue> value = ConflictSummary.value(conflict, side);
                if (value.isEmpty()) {
                    return Optional.empty();
                }
                candidates.put(side.dot(), new Candidate(side.dot(), side.hlc(), side.source(), value.get()));
            }
        }
        return Optional.of(new ContestedPath(key, path, new ArrayList<>(candidates.values())));
    }

    /**
     * The event that an answer becomes. Its id is the same whenever this site is answered about these conflicts, so that a repetition after a
     * crash has one effect, and another one at each site: two sites' answers are two events, which settle by clock value and site.
     */
    public ContextEvent answered(String region, JsonValue value) {
        return new ContextEvent(
                key,
                "resolver." + region + "." + digest(),
                new Payload.Verdict(path, value, ids()),
                Labels.NONE,
                Provenance.UNKNOWN,
                BodyHash.UNKNOWN);
    }

    /** Names these conflicts, which each name their context, path and dots. */
    String digest() {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            ids().forEach(id -> sha.update(id.hex().getBytes(StandardCharsets.US_ASCII)));
            return HexFormat.of().formatHex(sha.digest(), 0, ConflictId.DIGITS / 2);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
