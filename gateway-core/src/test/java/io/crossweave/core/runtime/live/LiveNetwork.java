package io.crossweave.core.runtime.live;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.document.JsonWriter;
import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.gateway.Precondition;
import io.crossweave.core.gateway.PublishOutcome;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.link.SilenceBounds;
import io.crossweave.core.membership.Topology;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.scripted.Changes;
import io.crossweave.core.scripted.PlainSealing;
import io.crossweave.core.scripted.ScriptedPolicy;
import io.crossweave.core.spi.AuditEntry;
import io.crossweave.core.spi.MemoryStore;
import io.crossweave.core.spi.Transport;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Live sites in one JVM that are joined by intakes in memory. */
final class LiveNetwork implements AutoCloseable {
    static final long PATIENCE_MS = 10_000;

    private final Map<String, LoopIntake> intakes = new TreeMap<>();
    private final Map<String, Map<String, Transport>> ends = new TreeMap<>();
    private final Map<String, LiveSite> sites = new TreeMap<>();
    private final Map<String, MemoryStore> disks = new TreeMap<>();
    final Map<String, ScriptedPolicy> policies = new TreeMap<>();
    final Queue<AuditEntry> audited = new ConcurrentLinkedQueue<>();
    /** Of sites that start from now on. */
    SilenceBounds silence = SilenceBounds.DEFAULT;

    long historyMs = Limits.HISTORY_MS;

    final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    LoopIntake intake(String region) {
        return intakes.computeIfAbsent(region, absent -> new LoopIntake());
    }

    /** The ends by which a site reaches its neighbours, the same ones each time. */
    Map<String, Transport> neighbours(String region, Topology topology) {
        Map<String, Transport> known = ends.computeIfAbsent(region, absent -> new TreeMap<>());
        var now = new TreeMap<String, Transport>();
        topology.neighbours(region)
                .forEach(each -> now.put(
                        each, known.computeIfAbsent(each, peer -> intake(peer).end())));
        known.keySet().retainAll(now.keySet());
        return now;
    }

    LiveSite start(String region, Topology topology) {
        MemoryStore disk = disks.computeIfAbsent(region, absent -> new MemoryStore());
        SiteIdentity identity = SiteIdentity.establish(disk, region, System.currentTimeMillis());
        var sealing = new PlainSealing();
        var settings = new LiveSettings(
                identity.site(),
                identity.linkEpoch(),
                Map.of("note", Changes.NOTE),
                policy(region),
                sealing,
                sealing,
                intake(region).end(),
                neighbours(region, topology),
                topology,
                silence,
                Limits.STORE_BYTES_MAX);
        var site = new LiveSite(
                settings.keepingHistory(historyMs),
                disk,
                new LiveClock(0, Long.MAX_VALUE),
                audited::add,
                failures::add);
        sites.put(region, site);
        site.start();
        return site;
    }

    ScriptedPolicy policy(String region) {
        return policies.computeIfAbsent(region, absent -> new ScriptedPolicy());
    }

    void stop(String region) {
        requireNonNull(sites.remove(region)).close();
        ends.remove(region);
    }

    MemoryStore disk(String region) {
        return requireNonNull(disks.get(region));
    }

    LiveSite site(String region) {
        return requireNonNull(sites.get(region));
    }

    MembersChange follow(String region, Topology topology) {
        return site(region).members().follow(topology, neighbours(region, topology));
    }

    PublishOutcome.Published publish(String region, ContextEvent change) throws Exception {
        PublishOutcome outcome = site(region)
                .publish(change, Precondition.NONE)
                .toCompletableFuture()
                .get(PATIENCE_MS, TimeUnit.MILLISECONDS);
        assertThat(outcome).isInstanceOf(PublishOutcome.Published.class);
        return (PublishOutcome.Published) outcome;
    }

    /** Whether a site shows the document that another one shows. */
    boolean agree(ContextKey key, String one, String other) {
        var here = site(one).read(key);
        var there = site(other).read(key);
        return here.isPresent()
                && there.isPresent()
                && here.get().version().equals(there.get().version())
                && Objects.equals(here.get().document(), there.get().document());
    }

    /** What a site shows. */
    String text(String region, ContextKey key) {
        return JsonWriter.toText(
                requireNonNull(site(region).read(key).orElseThrow().document()));
    }

    static void until(BooleanSupplier holds) {
        long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as("end of patience").isLessThan(endNanos);
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        sites.values().forEach(LiveSite::close);
    }
}
