package io.crossweave.core.reconcile;

import io.crossweave.core.model.SiteId;
import io.crossweave.core.wire.control.RepairCodec;
import java.util.List;

/** How long the messages of a comparison are. */
final class ToldBytes {
    private static final SiteId A = new SiteId("aws-us-east-1", 7);

    private ToldBytes() {}

    static long ofAsks(List<Area> areas) {
        return RepairCodec.encode(new RepairMessage.Ask(A, 1, 1, areas)).length;
    }

    static long ofTold(List<Told> told) {
        return RepairCodec.encode(new RepairMessage.Answer(A, 1, 1, told)).length;
    }
}
