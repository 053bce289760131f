package io.crossweave.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.event.Restatement;
import io.crossweave.core.event.Restatement.Run;
import io.crossweave.core.event.RestatementApplied;
import io.crossweave.core.stored.LogRecord;
import io.crossweave.core.stored.PolicyMark;
import io.crossweave.core.stored.ProjectionMarks;
import io.crossweave.core.stored.SweepMark;
import io.crossweave.core.wire.GoldenLayouts.Golden;
import io.crossweave.core.wire.stored.LogRecordCodec;
import io.crossweave.core.wire.stored.PolicyMarkCodec;
import io.crossweave.core.wire.stored.ProjectionMarksCodec;
import io.crossweave.core.wire.stored.SweepMarkCodec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The layouts by which sites tell each other of policies that change, and remember that they were told (L11). */
final class GoldenProjections {
    static final Restatement RESTATEMENT = new Restatement(
            Samples.KEY,
            Samples.VIRGINIA,
            1,
            9,
            3,
            List.of(Samples.EVENT),
            List.of(new Run(1, 3), new Run(7, 9)),
            List.of(new Run(6, 6)),
            Samples.VECTOR);
    static final RestatementApplied APPLIED = new RestatementApplied(Samples.KEY, Samples.VIRGINIA, 1, 9, 3, 8);

    private GoldenProjections() {}

    static List<Golden> all() {
        long ms = Samples.HLC.millis();
        var restate = new LogRecord.Restate(Samples.KEY, ms, "gcp-asia-northeast1", 3, 9);
        var again = new LogRecord.SendAgain(Samples.KEY, ms, "gcp-asia-northeast1", 8, 9);
        var restated = new LogRecord.Restated(ms, "aws-us-east-1", APPLIED);
        var marks = new ProjectionMarks(new TreeMap<>(Map.of("aws-us-east-1", 3L, "gcp-asia-northeast1", 300L)), 2);
        var policy = new PolicyMark(3, Envelopes.filled(16, 0xEE));
        var sweep = new SweepMark(2, 3, Samples.KEY);
        return List.of(
                GoldenLayouts.read(
                        "item-restatement",
                        ItemCodec.class,
                        ItemCodec.encode(RESTATEMENT),
                        RESTATEMENT,
                        ItemCodec::decode),
                GoldenLayouts.read(
                        "item-restatement-applied",
                        ItemCodec.class,
                        ItemCodec.encode(APPLIED),
                        APPLIED,
                        ItemCodec::decode),
                row("log-restate", restate),
                row("log-send-again", again),
                row("log-restated", restated),
                GoldenLayouts.row(
                        "projections",
                        ProjectionMarksCodec.class,
                        ProjectionMarksCodec.encode(marks),
                        marks,
                        ProjectionMarksCodec::decode),
                GoldenLayouts.golden("row-policy", PolicyMarkCodec.class, PolicyMarkCodec.encode(policy), bytes -> {
                    assertThat(PolicyMarkCodec.decode(bytes))
                            .usingRecursiveComparison()
                            .isEqualTo(policy);
                }),
                GoldenLayouts.row(
                        "sweep", SweepMarkCodec.class, SweepMarkCodec.encode(sweep), sweep, SweepMarkCodec::decode),
                GoldenLayouts.row(
                        "sweep-ended",
                        SweepMarkCodec.class,
                        SweepMarkCodec.encode(SweepMark.told(3)),
                        SweepMark.told(3),
                        SweepMarkCodec::decode));
    }

    private static Golden row(String name, LogRecord record) {
        return GoldenLayouts.row(
                name, LogRecordCodec.class, LogRecordCodec.encode(record), record, LogRecordCodec::decode);
    }
}
