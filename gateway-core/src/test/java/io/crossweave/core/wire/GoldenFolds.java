package io.crossweave.core.wire;

import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.event.Addition;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.stored.Fold;
import io.crossweave.core.wire.GoldenLayouts.Golden;
import io.crossweave.core.wire.stored.FoldCodec;
import java.util.List;

/** The layouts of counters whose old increments were put into sums (L16). */
final class GoldenFolds {
    private GoldenFolds() {}

    static List<Golden> all() {
        JsonPointer path = JsonPointer.of("state", "n");
        StampedEvent folding =
                Samples.EVENT.with(List.of(new Addition(0, path, EntryKind.INCREMENT, JsonNumber.of("7.5"), "pii")
                        .asOf(Hlc.ofMillis(1_759_000_000_000L))));
        var sum = new Fold.Sum(
                new EntryId(new Dot(Samples.VIRGINIA, 9), 1),
                List.of(new EntryId(new Dot(Samples.VIRGINIA, 7), 0)),
                List.of(
                        new Fold.Part(new EntryId(new Dot(Samples.VIRGINIA, 2), 0), JsonNumber.of("2.5")),
                        new Fold.Part(new EntryId(new Dot(Samples.VIRGINIA, 3), 4), JsonNumber.of(5))));
        var fold = new Fold(300, 1_760_000_000_000L, List.of(sum));
        return List.of(
                GoldenLayouts.read(
                        "item-event-folding", ItemCodec.class, ItemCodec.encode(folding), folding, ItemCodec::decode),
                GoldenLayouts.row("fold", FoldCodec.class, FoldCodec.encode(fold), fold, FoldCodec::decode));
    }
}
