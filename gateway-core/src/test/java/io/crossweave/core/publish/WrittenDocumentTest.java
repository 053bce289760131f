package io.crossweave.core.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.event.DeltaOperation;
import io.crossweave.core.event.Payload;
import io.crossweave.core.event.StampedEvent;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a site holds, also of conflicts, its own client's change ends in the document that the change asks for (L4). */
final class WrittenDocumentTest {
    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("crossweave.seeds", 40));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void L4_aSiteShowsWhatItsClientAskedFor(long seed) {
        var random = new Random(~seed);
        var changes = new GeneratedChanges(random);
        var world = new World(seed);
        for (int i = 0; i < 80; i++) {
            world.step();
            Replica replica = world.replicas.get(random.nextInt(4));
            check(replica, changes.next(replica.state.document()));
            JsonPointer place = someMember(random, replica.state.document());
            if (place != null) {
                check(replica, new Payload.Delta(List.of(new DeltaOperation.Remove(place))));
            }
        }
    }

    private static void check(Replica replica, Payload payload) {
        JsonValue expected = expected(new ExpectedDocument(replica.state), payload);
        if (expected == null || !(replica.stamp(1, "check", payload) instanceof Stamping.Stamped(StampedEvent event))) {
            return;
        }
        String before = replica.canonicalForm();
        var copy = replica.stored.loaded(Replica.KEY, Types.DEMO, replica.state.meta());
        copy.apply(event, new StoredCopy());

        assertThat(copy.document())
                .as(
                        "%s shows %s instead of %s on %s",
                        payload, Replica.textOf(copy.document()), Replica.textOf(expected), before)
                .isEqualTo(expected);
    }

    private static @Nullable JsonValue expected(ExpectedDocument document, Payload payload) {
        return switch (payload) {
            case Payload.State(JsonObject whole) -> fits(whole) ? document.afterPut(whole) : null;
            case Payload.Merge(JsonValue patch) -> fits(patch) ? document.afterMerge((JsonObject) patch) : null;
            case Payload.Delta(var operations) ->
                operations.size() == 1 && operations.getFirst() instanceof DeltaOperation.Remove(JsonPointer path)
                        ? document.afterRemove(path)
                        : null;
            case Payload.Deletion(), Payload.Reconciliation _, Payload.Verdict _, Payload.Choice _ -> null;
        };
    }

    /** Collections take arrays and numbers only; what doesn't fit is refused, and other tests say so. */
    private static boolean fits(JsonValue value) {
        Replica probe = new Replica("p");
        return probe.stamp(
                        1,
                        "probe",
                        value instanceof JsonObject whole ? new Payload.Merge(whole) : new Payload.Deletion())
                instanceof Stamping.Stamped;
    }

    private static @Nullable JsonPointer someMember(Random random, @Nullable JsonObject document) {
        JsonPointer path = JsonPointer.ROOT;
        JsonObject here = document;
        while (here != null && !here.isEmpty() && (path.depth() == 0 || random.nextBoolean())) {
            int skip = random.nextInt(here.size());
            JsonObject below = null;
            for (Map.Entry<String, JsonValue> member : here.members()) {
                if (skip-- == 0) {
                    path = path.child(member.getKey());
                    below = member.getValue() instanceof JsonObject object ? object : null;
                }
            }
            here = below;
        }
        return path.depth() == 0 ? null : path;
    }
}
