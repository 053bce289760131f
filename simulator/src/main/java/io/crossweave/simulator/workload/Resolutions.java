package io.crossweave.simulator.workload;

import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.event.BodyHash;
import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.event.Payload;
import io.crossweave.core.event.Provenance;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Labels;
import io.crossweave.core.stored.ConflictRecord;
import io.crossweave.core.stored.ConflictSide;
import io.crossweave.simulator.policy.SimulatedPolicy;
import io.crossweave.simulator.site.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * How people settle conflicts that a site lists: by choosing a side, or by a document; and sometimes the same once more, there or elsewhere.
 * They choose nothing that only its writer's source keeps inside: whoever writes such a value again is the one who carries it out.
 */
public final class Resolutions {
    private static final List<ContextKey> KEYS = Stream.concat(
                    Clients.STRICT.stream(), Stream.of(Clients.DELETED, Clients.STATUS))
            .toList();

    private final SplittableRandom random;
    private final List<ContextEvent> asked = new ArrayList<>();

    public Resolutions(SplittableRandom random) {
        this.random = random;
    }

    /** What is asked of a site; nothing where it lists no conflict that anybody settles here. */
    public Optional<ContextEvent> next(Site site) {
        if (!asked.isEmpty() && random.nextInt(4) == 0) {
            return Optional.of(asked.get(random.nextInt(asked.size())));
        }
        ContextKey key = KEYS.get(random.nextInt(KEYS.size()));
        List<ConflictRecord> open =
                site.conflicts(key).stream().filter(Resolutions::isSettledHere).toList();
        if (open.isEmpty()) {
            return Optional.empty();
        }
        ConflictRecord conflict = open.get(random.nextInt(open.size()));
        var change = new ContextEvent(
                key,
                "resolution-" + asked.size() + "z",
                payload(conflict),
                Labels.NONE,
                new Provenance("human", null, null, null, null, null),
                BodyHash.UNKNOWN);
        asked.add(change);
        return Optional.of(change);
    }

    private Payload payload(ConflictRecord conflict) {
        if (conflict.key().equals(Clients.STATUS) && random.nextBoolean()) {
            var document = JsonObject.of("status", new JsonString("t" + random.nextInt(3)));
            return new Payload.Reconciliation(document, List.of(conflict.id()));
        }
        ConflictSide chosen = random.nextBoolean() ? conflict.left() : conflict.right();
        return new Payload.Choice(conflict.id(), chosen.dot());
    }

    private static boolean isSettledHere(ConflictRecord conflict) {
        JsonPointer path = conflict.path();
        boolean settled = path.depth() > 0
                && switch (path.token(0)) {
                    case "hand", "rank", "open", "status" -> true;
                    default -> false;
                };
        return settled
                && conflict.isOpen()
                && Stream.of(conflict.left(), conflict.right())
                        .noneMatch(side -> side.source().equals(SimulatedPolicy.STAYS_INSIDE));
    }
}
