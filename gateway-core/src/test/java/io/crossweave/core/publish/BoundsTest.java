package io.crossweave.core.publish;

import static io.crossweave.core.publish.Ops.violation;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.event.DeltaOperation;
import io.crossweave.core.event.Payload;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.wire.ItemCodec;
import io.crossweave.core.wire.WireFormatException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Deep and wide documents: what is allowed works, on a small stack as well, and what is not is refused before it costs. */
final class BoundsTest {
    private static final int SMALL_STACK_BYTES = 512 << 10;

    private static JsonValue deepObject(int levels) {
        JsonValue value = JsonNumber.of(1);
        for (int i = 0; i < levels; i++) {
            value = JsonObject.of("d", value);
        }
        return value;
    }

    private static JsonValue deepArray(int levels) {
        JsonValue value = JsonNumber.of(1);
        for (int i = 0; i < levels; i++) {
            value = JsonArray.of(value);
        }
        return value;
    }

    private static JsonPointer deepPath(int tokens) {
        return JsonPointer.of(Collections.nCopies(tokens, "d").toArray(String[]::new));
    }

    private static void onASmallStack(Runnable work) throws InterruptedException {
        var failure = new AtomicReference<@Nullable Throwable>();
        var thread = new Thread(
                null,
                () -> {
                    try {
                        work.run();
                    } catch (Throwable e) {
                        failure.set(e);
                    }
                },
                "small-stack",
                SMALL_STACK_BYTES);
        thread.start();
        thread.join();
        assertThat(failure.get()).isNull();
    }

    @Test
    void theDeepestDocumentGoesThroughEveryKindOfChange() throws InterruptedException {
        onASmallStack(() -> {
            var deepest = (JsonObject) deepObject(Limits.JSON_DEPTH_MAX);
            var a = new Replica("a");
            var b = new Replica("b");

            b.apply(a.publish(1, new Payload.State(deepest)));
            b.apply(a.publish(2, new Payload.State(deepest)));
            b.apply(a.publish(3, new Payload.Merge(deepObject(Limits.JSON_DEPTH_MAX - 1))));
            b.apply(a.publish(
                    4,
                    new Payload.Delta(List.of(
                            new DeltaOperation.Test(JsonPointer.ROOT, deepObject(Limits.JSON_DEPTH_MAX - 1)),
                            new DeltaOperation.Remove(deepPath(Limits.JSON_DEPTH_MAX - 1))))));
            b.apply(a.publish(5, new Payload.State(JsonObject.EMPTY)));
            assertThat(a.document()).isEqualTo("{}");
            assertThat(b.canonicalForm()).isEqualTo(a.canonicalForm());

            b.apply(a.publish(6, new Payload.State(deepest)));
            b.apply(a.delete(7));
            assertThat(b.canonicalForm()).isEqualTo(a.canonicalForm());
        });
    }

    @Test
    void deepArraysInLogsSetsAndRegistersGoThrough() throws InterruptedException {
        onASmallStack(() -> {
            int levels = Limits.JSON_DEPTH_MAX - 2;
            var a = new Replica("a");
            a.publish(
                    1,
                    new Payload.Delta(List.of(
                            new DeltaOperation.Append(JsonPointer.parse("/messages"), deepArray(levels)),
                            new DeltaOperation.SetAdd(JsonPointer.parse("/tags"), deepArray(levels)),
                            new DeltaOperation.SetAdd(JsonPointer.parse("/tags"), deepObject(levels)),
                            new DeltaOperation.Add(JsonPointer.parse("/x"), deepArray(levels + 1)))));

            a.publish(2, new Payload.State(requireNonNull(a.state.document())));
            StampedEvent removal = a.publish(
                    3,
                    new Payload.Delta(
                            List.of(new DeltaOperation.SetRemove(JsonPointer.parse("/tags"), deepArray(levels)))));

            assertThat(removal.removals()).hasSize(1);
        });
    }

    @Test
    void aDocumentDoesNotBecomeDeeperThanItMayBeReadAgain() {
        var a = new Replica("a");
        int max = Limits.JSON_DEPTH_MAX;
        a.publish(1, new Payload.Delta(List.of(new DeltaOperation.Add(JsonPointer.parse("/x"), deepArray(max - 1)))));

        assertThat(violation(a.refused(new DeltaOperation.Add(deepPath(max + 1), JsonNumber.of(1))))
                        .detail())
                .contains("512 levels");
        assertThat(violation(a.refused(new DeltaOperation.Add(deepPath(max - 1), deepObject(2))))
                        .detail())
                .contains("512 levels");
        assertThat(violation(a.refused(new DeltaOperation.Add(deepPath(990), deepObject(500))))
                        .detail())
                .contains("512 levels");
        assertThat(violation(a.refused(new DeltaOperation.Add(JsonPointer.parse("/x/0/-"), deepArray(max - 2))))
                        .detail())
                .contains("512 levels");
        assertThat(violation(a.refused(new DeltaOperation.Append(JsonPointer.parse("/messages"), deepArray(max - 1))))
                        .detail())
                .contains("512 levels");
        assertThat(violation(a.refused(new Payload.Merge(deepObject(max + 1)))).detail())
                .contains("512 levels");
        assertThat(violation(a.refused(new Payload.State((JsonObject) deepObject(max + 1))))
                        .detail())
                .contains("512 levels");
    }

    @Test
    void oneChangeAddsABoundedNumberOfEntries() {
        JsonObject wide = JsonObject.EMPTY;
        for (int i = 0; i < Limits.EVENT_ADDITIONS_MAX; i++) {
            wide = wide.with("m" + i, JsonNumber.of(i));
        }

        assertThat(violation(new Replica("a").refused(new Payload.State(wide))).detail())
                .contains("262144 values");
    }

    @Test
    void oneChangeNamesABoundedNumberOfPathTokens() {
        var operations = new ArrayList<DeltaOperation>();
        for (int i = 0; i <= Limits.EVENT_PATH_TOKENS_MAX / 500; i++) {
            operations.add(new DeltaOperation.Add(deepPath(499).child("m" + i), JsonNumber.of(i)));
        }

        assertThat(violation(new Replica("a").refused(new Payload.Delta(operations)))
                        .detail())
                .contains("1048576 tokens");
    }

    @Test
    void whatIsPublishedCanBeWrittenAndReadAgain() throws WireFormatException {
        var text = new JsonString("\u0001t".repeat(Limits.DOCUMENT_BYTES_MAX / 7 - 10));
        var a = new Replica("a");

        StampedEvent event = a.publish(1, new Payload.State(JsonObject.of("x", text)));

        assertThat(ItemCodec.decode(ItemCodec.encode(event))).isEqualTo(event);
    }

    @Test
    void aValueThatNoSiteCouldReadIsRefused() {
        var half = new JsonString("t".repeat(Limits.DOCUMENT_BYTES_MAX / 2));
        var a = new Replica("a");
        a.publish(1, new Payload.State(JsonObject.of("list", JsonArray.of(half))));

        assertThat(violation(a.refused(new DeltaOperation.Add(JsonPointer.parse("/list/-"), half)))
                        .pointer())
                .isEqualTo("/list");
    }

    @Test
    void aChangeThatNoEnvelopeCouldHoldIsRefused() {
        var most = new JsonString("t".repeat(Limits.DOCUMENT_BYTES_MAX - 1_000));

        assertThat(violation(new Replica("a")
                                .refused(
                                        new DeltaOperation.Add(JsonPointer.parse("/x"), most),
                                        new DeltaOperation.Add(JsonPointer.parse("/y"), most)))
                        .detail())
                .contains("bytes, not");
    }

    @Test
    void theWeightOfAStateGrowsWithWhatItsValuesHold() {
        var a = new Replica("a");
        long empty = a.state.weight();

        a.put(1, "{'x':'" + "t".repeat(100_000) + "','messages':[{'text':'" + "t".repeat(100_000) + "'}]}");

        assertThat(a.state.weight()).isGreaterThan(200_000);
        a.delete(2);
        assertThat(a.state.weight()).isEqualTo(empty);
    }
}
