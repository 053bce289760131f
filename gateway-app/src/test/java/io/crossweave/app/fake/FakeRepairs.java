package io.crossweave.app.fake;

import io.crossweave.core.gateway.RepairOutcome;
import io.crossweave.core.gateway.RepairStatus;
import io.crossweave.core.gateway.Repairs;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Repair that remembers whether it was asked for. */
public final class FakeRepairs implements Repairs {
    private final AtomicInteger started = new AtomicInteger();

    @Override
    public void start() {
        started.incrementAndGet();
    }

    @Override
    public long damaged() {
        return 1;
    }

    @Override
    public List<RepairStatus> status() {
        var last = new RepairOutcome("azure-westeurope", RepairOutcome.End.UNANSWERED, 1_700_000_000_000L, 3, 2);
        return List.of(
                new RepairStatus("azure-westeurope", started.get() > 0, Optional.of(last)),
                new RepairStatus("gcp-asia-northeast1", started.get() > 0, Optional.empty()));
    }
}
