package io.crossweave.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.event.Restatement.Run;
import io.crossweave.core.reconcile.Area;
import io.crossweave.core.reconcile.Held;
import io.crossweave.core.reconcile.RepairMessage;
import io.crossweave.core.reconcile.SetHash;
import io.crossweave.core.reconcile.Told;
import io.crossweave.core.stored.StoredSum;
import io.crossweave.core.wire.GoldenLayouts.Golden;
import io.crossweave.core.wire.control.RepairCodec;
import io.crossweave.core.wire.stored.CheckedRow;
import io.crossweave.core.wire.stored.StoreKeys;
import io.crossweave.core.wire.stored.StoredSumCodec;
import io.crossweave.core.wire.stored.SumKeys;
import io.crossweave.core.wire.stored.SumKeys.Scope;
import java.util.Collections;
import java.util.List;

/** The layouts of the search for silent differences (L14). */
final class GoldenRepairs {
    private static final Area AREA = new Area(31, 3, 0xabc0_0000_0000_0000L);
    private static final SetHash HASH = new SetHash(0x0102_0304_0506_0708L, -1);

    private GoldenRepairs() {}

    static List<Golden> all() {
        var ask = new RepairMessage.Ask(Samples.VIRGINIA, 300, 7, List.of(Area.WHOLE, Area.ofShard(4), AREA));
        var held = new Held(31, 0xabcd_0000_1111_2222L, HASH, 9, List.of(new Run(3, 3), new Run(7, 20)));
        var answer = new RepairMessage.Answer(
                Samples.VIRGINIA,
                300,
                7,
                List.of(
                        new Told.Parts(AREA, Collections.nCopies(16, HASH)),
                        new Told.Contexts(Area.WHOLE, List.of(held))));
        var sum = new StoredSum(HASH, 1L << 40, 3);
        byte[] row = StoreKeys.entry(Samples.KEY, Samples.ENTRY);
        byte[] value = {1, 2, 3};
        return List.of(
                GoldenLayouts.read("repair-ask", RepairCodec.class, RepairCodec.encode(ask), ask, RepairCodec::decode),
                GoldenLayouts.read(
                        "repair-answer", RepairCodec.class, RepairCodec.encode(answer), answer, RepairCodec::decode),
                GoldenLayouts.row(
                        "set-hash", StoredSumCodec.class, StoredSumCodec.encode(sum), sum, StoredSumCodec::decode),
                GoldenLayouts.golden("row-checked", CheckedRow.class, CheckedRow.seal(row, value), kept -> {
                    assertThat(CheckedRow.open(row, kept)).hasValue(value);
                }),
                keys());
    }

    /** Each behind its length. */
    private static Golden keys() {
        var held = new Scope.Held(Samples.TOKYO);
        var expected = new Scope.Expected(Samples.VIRGINIA, "gcp-asia-northeast1");
        Area bucket = Area.around(Samples.KEY, SumKeys.BUCKET_DIGITS);
        var out = new ByteWriter(0);
        for (byte[] key : List.of(
                SumKeys.row(held, Samples.KEY),
                SumKeys.bucket(held, bucket),
                SumKeys.row(expected, Samples.KEY),
                SumKeys.bucket(expected, bucket))) {
            out.bytes(key);
        }
        return GoldenLayouts.golden("set-hash-keys", SumKeys.class, out.take(), bytes -> {
            var in = new ByteReader(bytes);
            assertThat(SumKeys.contextKey(held, in.bytes(1_024, "key"))).isEqualTo(Samples.KEY);
            assertThat(SumKeys.bucketArea(in.bytes(1_024, "key"))).isEqualTo(bucket);
            assertThat(SumKeys.contextKey(expected, in.bytes(1_024, "key"))).isEqualTo(Samples.KEY);
            assertThat(SumKeys.bucketArea(in.bytes(1_024, "key"))).isEqualTo(bucket);
        });
    }
}
