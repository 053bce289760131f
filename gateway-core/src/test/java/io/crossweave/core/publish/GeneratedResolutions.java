package io.crossweave.core.publish;

import io.crossweave.core.document.JsonObject;
import io.crossweave.core.event.Payload;
import io.crossweave.core.stored.ConflictRecord;
import java.util.List;
import java.util.Random;

/** Now and then somebody settles a conflict that their site shows. */
final class GeneratedResolutions {
    private final Random random;

    GeneratedResolutions(Random random) {
        this.random = random;
    }

    /** What is published in place of a drawn change: that itself, most of the time. */
    Payload instead(Payload drawn, Replica replica) {
        List<ConflictRecord> all = replica.conflicts.all();
        if (all.isEmpty() || random.nextInt(5) > 0) {
            return drawn;
        }
        ConflictRecord conflict = all.get(random.nextInt(all.size()));
        JsonObject document = replica.state.document();
        return random.nextBoolean() && document != null
                ? new Payload.Reconciliation(document, List.of(conflict.id()))
                : new Payload.Choice(conflict.id(), (random.nextBoolean() ? conflict.left() : conflict.right()).dot());
    }
}
