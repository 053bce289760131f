package io.crossweave.simulator.site;

import static java.util.Objects.requireNonNull;

import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.gateway.PublishOutcome;
import io.crossweave.core.gateway.RepairOutcome;
import io.crossweave.core.inbound.Arrival;
import io.crossweave.core.incarnation.SiteStart;
import io.crossweave.core.link.DestinationLane;
import io.crossweave.core.link.LifeNews.Phase;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.runtime.live.SiteIdentity;
import io.crossweave.core.spi.Delivery;
import io.crossweave.core.spi.ReleasePolicy;
import io.crossweave.core.spi.WriteBatch;
import io.crossweave.core.state.ContextState;
import io.crossweave.core.stored.ConflictRecord;
import io.crossweave.core.wire.stored.SiteIdCodec;
import io.crossweave.core.wire.stored.StoreKeys;
import io.crossweave.core.wire.stored.StoredNumber;
import io.crossweave.simulator.fault.Crash;
import io.crossweave.simulator.fault.FaultKind;
import io.crossweave.simulator.network.Receiver;
import io.crossweave.simulator.store.SimulatedStore;
import io.crossweave.simulator.tally.Count;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One site: the production lanes, wire, cipher, clock and policy, wired as in a running site, but one after the other on the schedule
 * instead of on threads. A crash takes the process with all that its disk had not synced; a while later a new one starts.
 */
public final class Site implements Receiver {

    private static final long SYNC_MS_MAX = 12;
    private static final long RELAY_MS_MAX = 20;
    private static final long DOWN_MS_MAX = 2_500;
    private static final long START_WAIT_MS = 4_000;
    private static final long COPY_MS = 6_000;

    private final SiteSettings settings;
    private final Surroundings around;
    private SimulatedStore store = new SimulatedStore(this::syncSoon);
    private @Nullable RunningSite process;
    private @Nullable StartingSite starting;
    /** The process that is there, whether it serves or not. */
    private @Nullable Object alive;

    private SiteId id;
    /** What a copy of the disk would bring back; null where none was made. */
    private @Nullable SimulatedStore copy;
    /** The last commit that the witness has seen of the life that is there. */
    private long witnessed;

    private boolean keyServiceDown;
    private ReleasePolicy configured;

    public Site(SiteSettings settings, Surroundings around) {
        this.settings = settings;
        this.around = around;
        this.configured = settings.policy();
        this.id = settings.id();
        store.commit(new WriteBatch().put(StoreKeys.mark("site"), SiteIdCodec.encode(settings.id())), outcome -> {});
    }

    // ---- life ------------------------------------------------------------------------------------------------------

    public void start() {
        var settingsOfStart = new SiteStart.Settings(
                region(),
                new TreeSet<>(settings.peers()),
                witness(),
                START_WAIT_MS,
                () -> around.faults().below(Integer.MAX_VALUE));
        SimulatedStore disk = store;
        var start = new SiteStart(
                settingsOfStart,
                disk,
                batch -> disk.commit(batch, outcome -> {}),
                around.schedule().nowMs());
        alive = start;
        starting = new StartingSite(this, start);
        tell(() -> "asks as " + start.site() + " in link epoch " + start.linkEpoch());
        starting.begin();
        around.network().subscribe(region());
    }

    private SiteStart.Witness witness() {
        if (!around.faults().hasWitnesses()) {
            return SiteStart.Witness.NONE;
        }
        return store.commits() < witnessed ? SiteStart.Witness.KNOWS_MORE : SiteStart.Witness.AGREES;
    }

    /** Once nothing is known that its store lacks, it serves. */
    void startedPerhaps() {
        StartingSite ready = starting;
        if (ready == null) {
            return;
        }
        if (ready.start().phase() != Phase.ASKING && !ready.start().site().equals(id)) {
            // The witness is of the life that is there from now on.
            tell(() -> "goes on as " + ready.start().site());
            id = ready.start().site();
            witnessed = 0;
        }
        if (ready.hasStarted()) {
            SiteIdentity identity =
                    SiteIdentity.of(ready.start(), store, machine().wallMs());
            starting = null;
            var serving = new RunningSite(this, store, identity);
            store.syncOnDemand();
            process = serving;
            // What the start repeats ends here.
            alive = serving;
            tell(() -> "starts in link epoch " + identity.linkEpoch());
            serving.begin();
            around.observer().heard(this);
            repeat(COPY_MS, this::copyPerhaps);
        }
    }

    private void copyPerhaps() {
        if (around.faults().has(FaultKind.OLD_COPY)) {
            copy = store.copy();
        }
    }

    /** Each time after a pause that varies a little, while this process lives. */
    void repeat(long everyMs, Runnable action) {
        after(1 + around.faults().below((int) everyMs), new Runnable() {
            @Override
            public void run() {
                after(everyMs, this);
                action.run();
            }
        });
    }

    /** The link epoch of the running process: another one after each start. */
    public long linkEpoch() {
        return running().linkEpoch();
    }

    /** What it runs on. */
    public Machine machine() {
        return new Machine(around.schedule(), around.faults(), region());
    }

    void reserve() {
        SimulatedClock clock = running().clock();
        long untilMs = clock.toReserveMs();
        commit(
                new WriteBatch().put(StoreKeys.mark("clock"), StoredNumber.encode(untilMs)),
                () -> clock.reserved(untilMs));
    }

    /** What is for another site goes on a little later, unless the process ends before. */
    void relay(Arrival.Onward onward) {
        around.tally().add(Count.FORWARDED);
        after(
                1 + around.faults().pauseMs(RELAY_MS_MAX),
                () -> around.network().send(region(), onward.nextHop(), onward.frame()));
    }

    /** Lets the process do something later, unless it is gone by then. */
    void after(long delayMs, Runnable action) {
        Object scheduledBy = alive;
        around.schedule().after(delayMs, () -> {
            if (Objects.equals(alive, scheduledBy)) {
                guarded(action);
            }
        });
    }

    /** Does what may end with a crash. */
    private void guarded(Runnable action) {
        try {
            action.run();
        } catch (Crash crash) {
            crash();
        }
    }

    /** The process is gone now; a new one starts by itself. */
    public void crash() {
        RunningSite gone = process;
        if (alive == null) {
            return;
        }
        process = null;
        starting = null;
        alive = null;
        int kept = around.faults().below(store.unsynced() + 1);
        around.tally().add(Count.LOST_COMMITS, store.unsynced() - (long) kept);
        store = store.crashed(kept);
        tell(() -> "crashes");
        if (gone != null) {
            gone.unsettledSteps().forEach(unknown -> around.observer().settled(this, unknown));
        }
        loseDiskPerhaps();
        around.schedule().after(1 + around.faults().pauseMs(DOWN_MS_MAX), this::start);
    }

    /**
     * Now and then what it had on its disk is gone, or somebody puts an old copy in its place: where nobody else knows of what the copy
     * lacks, only a witness does.
     */
    private void loseDiskPerhaps() {
        SimulatedStore kept = copy;
        if (around.faults().strikes(FaultKind.DISK_LOST, 120)) {
            loseDisk(new SimulatedStore(this::syncSoon));
        } else if (kept != null
                && around.faults().hasWitnesses()
                && around.faults().strikes(FaultKind.OLD_COPY, 250)) {
            loseDisk(kept.copy());
        }
    }

    private void loseDisk(SimulatedStore found) {
        witnessed = Math.max(witnessed, store.commits());
        SimulatedStore lost = store;
        store = found;
        copy = null;
        tell(() -> "has " + found.commits() + " of " + lost.commits() + " commits left");
        around.observer().diskLost(this);
    }

    // ---- what its parts ask for -------------------------------------------------------------------------------------

    /** What runs now; a site that is down has nothing that would ask. */
    RunningSite running() {
        return requireNonNull(process);
    }

    SiteSettings settings() {
        return settings;
    }

    Surroundings around() {
        return around;
    }

    void tell(Supplier<String> what) {
        around.trace().tell(around.schedule().nowMs(), region(), what);
    }

    void commit(WriteBatch batch, Runnable then) {
        store.commit(batch, outcome -> then.run());
    }

    private void syncSoon() {
        after(1 + around.faults().pauseMs(SYNC_MS_MAX), () -> store.sync());
    }

    // ---- from outside ----------------------------------------------------------------------------------------------

    /** Of its present life, or of the last one. */
    public SiteId id() {
        return id;
    }

    public String region() {
        return settings.id().region();
    }

    public boolean isUp() {
        return process != null;
    }

    public long nowMs() {
        return running().clock().nowMs();
    }

    /** Its policy files say something else from now on. */
    public void follow(ReleasePolicy policy) {
        configured = policy;
        RunningSite running = process;
        if (running != null) {
            guarded(() -> running.policy().follow(policy));
        }
    }

    /** What its policy files say now. */
    ReleasePolicy configuredPolicy() {
        return configured;
    }

    /** What its clock shows; while it starts that is its machine's. */
    long clockMs() {
        RunningSite running = process;
        return running == null ? machine().wallMs() : running.clock().nowMs();
    }

    /** Whether there is a process, also one that does not serve yet. */
    public boolean isAlive() {
        return alive != null;
    }

    /** Its key service answers no more. */
    public void keyServiceFails() {
        keyServiceDown = true;
    }

    boolean isKeyServiceDown() {
        return keyServiceDown;
    }

    public void keyServiceAnswers() {
        keyServiceDown = false;
    }

    @Override
    public boolean takes(Delivery delivery) {
        StartingSite early = starting;
        if (early != null) {
            guarded(() -> early.take(delivery));
            return true;
        }
        RunningSite receiving = process;
        if (receiving == null || !receiving.hasRoom()) {
            return false;
        }
        guarded(() -> receiving.take(delivery));
        return true;
    }

    /** Takes a client's change; who asked hears of it unless the site crashes first. False where it takes none now. */
    public boolean publish(ContextEvent change, Consumer<PublishOutcome> answer) {
        RunningSite running = process;
        return running != null && running.publish(change, answer);
    }

    /** The context as its lane has it in memory. */
    public void read(ContextKey key, Consumer<Optional<ContextView>> answer) {
        running().read(key, answer);
    }

    /** The context as a fresh lane reads it from the store. */
    public ContextState stored(ContextKey key) {
        return rows().context(key);
    }

    /** The context's conflicts, as committed. */
    public List<ConflictRecord> conflicts(ContextKey key) {
        return rows().conflicts(key);
    }

    public SiteRows rows() {
        return new SiteRows(store, settings.types());
    }

    /** Up to when everything that a peer committed for a lane is here, as this site would say; of a running site. */
    public Map<LaneId, Hlc> watermarks(String peer) {
        return running().link(peer).monitor().appliedWatermarks();
    }

    /** Whether nothing waits, and everything that was sent is confirmed: now, and for whoever starts from the store. */
    public boolean isIdle() {
        RunningSite running = process;
        return running != null
                && running.isIdle()
                && store.unsynced() == 0
                && settings.shards().stream().noneMatch(shard -> rows().hasReturned(shard));
    }

    /** Has it look through its store, and compare what all peers hold of its entries. */
    public void repair() {
        running().repair().start();
    }

    /** Whether it has not come to the end of that. */
    public boolean isRepairing() {
        RunningSite running = process;
        return running == null || running.repair().isUnderWay();
    }

    /** What came of it, by peer. */
    public Map<String, RepairOutcome> repaired() {
        return running().repair().outcomes();
    }

    /** Its disk is damaged, and nobody is told; false where there was nothing to damage. */
    public boolean damage(SplittableRandom random) {
        return store.damage(random);
    }

    /** Log records that a restart would look at again. */
    public long unconfirmedRecords() {
        return running().lanes().entrySet().stream()
                .flatMap(link -> link.getValue().stream().map(lane -> rows().unconfirmed(link.getKey(), lane.lane())))
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Log records that are not trimmed. */
    public long keptRecords() {
        return running().lanes().values().stream()
                .flatMap(lanes -> lanes.stream().map(DestinationLane::lane))
                .distinct()
                .mapToLong(lane -> rows().logged(lane))
                .sum();
    }

    /** Items in its fullest inbox; 0 while it is down. */
    public int waitingMax() {
        RunningSite running = process;
        return running == null ? 0 : running.waitingMax();
    }

    /** What keeps it from being idle, in words. */
    public String unfinished() {
        return running().unfinished();
    }
}
