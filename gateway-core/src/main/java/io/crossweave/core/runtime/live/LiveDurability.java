package io.crossweave.core.runtime.live;

import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.gateway.Durability;
import io.crossweave.core.gateway.DurabilityReached;
import io.crossweave.core.gateway.PublishOutcome;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.rows.LinkRows;
import io.crossweave.core.spi.ReleaseDecision;
import io.crossweave.core.spi.ReleasePolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Waits until peers have committed an event of this site, as far as policy releases it to them. */
final class LiveDurability {
    private final LiveSettings settings;
    private final SiteId site;
    private final ReleasePolicy policy;
    private final LinkRows rows;
    /** Changes as members do. */
    private final Map<String, PeerLink> links;

    private final Set<Progress> waiting = ConcurrentHashMap.newKeySet();

    LiveDurability(LiveSettings settings, LinkRows rows, Map<String, PeerLink> links) {
        this.settings = settings;
        this.site = settings.site();
        this.policy = settings.policy();
        this.rows = rows;
        this.links = links;
    }

    /** Of an event that another site stamped nothing is known but that it is here. */
    CompletionStage<DurabilityReached> await(PublishOutcome.Published published, Durability wanted, Duration timeout) {
        ContextKey key = published.key();
        ContextType type = settings.types().get(key.type());
        if (type == null || !published.dot().site().equals(site)) {
            return CompletableFuture.completedFuture(
                    new DurabilityReached(new TreeSet<>(List.of(site.region())), false));
        }
        long ownNumber = rows.ownNumber(key, published.dot());
        if (!(rows.ownItem(key, ownNumber) instanceof StampedEvent event)) {
            throw new IllegalStateException("what was just published is stored as an empty dot");
        }
        var awaited = new Awaited(event, ownNumber, new LaneId(type.tier(), key.shard()));
        return await(awaited, wanted, timeout);
    }

    /** An own event, by its number in its context, and the lane that it leaves by. */
    private record Awaited(StampedEvent event, long ownNumber, LaneId lane) {}

    private CompletionStage<DurabilityReached> await(Awaited published, Durability wanted, Duration timeout) {
        var progress = new Progress(published.event(), wanted);
        waiting.add(progress);
        var waits = new ArrayList<Runnable>();
        // All are awaited before the first can be told, so that nobody concludes from a part of them.
        List<String> awaited =
                links.keySet().stream().filter(progress::mayCount).toList();
        progress.expect(awaited);
        for (String region : awaited) {
            PeerLink link = links.get(region);
            if (link == null) {
                progress.left(region);
            } else {
                waits.add(link.awaitCommitted(
                        published.lane(),
                        published.event().key(),
                        published.ownNumber(),
                        () -> progress.arrived(region)));
            }
        }
        return progress.done
                .completeOnTimeout(true, timeout.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(over -> progress.reached())
                .whenComplete((reached, failure) -> {
                    waiting.remove(progress);
                    waits.forEach(Runnable::run);
                });
    }

    /** Regions are no members any more: nobody waits for them. */
    void left(Collection<String> regions) {
        waiting.forEach(progress -> regions.forEach(progress::left));
    }

    /** How far one event has come. */
    private final class Progress {
        private final StampedEvent event;
        private final Durability wanted;
        private final CompletableFuture<Boolean> done = new CompletableFuture<>();
        private final SortedSet<String> open = new TreeSet<>();
        private final SortedSet<String> full = new TreeSet<>();

        Progress(StampedEvent event, Durability wanted) {
            this.event = event;
            this.wanted = wanted;
            full.add(site.region());
        }

        /** Whether a peer can count for what is wanted: what is on Hold may still be released. */
        boolean mayCount(String region) {
            return switch (policy.decide(event, region)) {
                case ReleaseDecision.Release release -> isFull(release) || wanted instanceof Durability.All;
                case ReleaseDecision.Hold _ -> true;
                case ReleaseDecision.Withhold _ -> false;
            };
        }

        private static boolean isFull(ReleaseDecision.Release release) {
            return release.droppedOrdinals().isEmpty();
        }

        synchronized void expect(List<String> regions) {
            open.addAll(regions);
            completeWhenReached();
        }

        synchronized void arrived(String region) {
            open.remove(region);
            if (policy.decide(event, region) instanceof ReleaseDecision.Release release && isFull(release)) {
                full.add(region);
            }
            completeWhenReached();
        }

        /** What does not count any more is not waited for. */
        synchronized void left(String region) {
            if (open.remove(region)) {
                completeWhenReached();
            }
        }

        private void completeWhenReached() {
            boolean enough = switch (wanted) {
                case Durability.Local _ -> true;
                case Durability.Sites(int count) -> full.size() >= count;
                case Durability.All _ -> false;
            };
            if (enough || open.isEmpty()) {
                done.complete(true);
            }
        }

        synchronized DurabilityReached reached() {
            return new DurabilityReached(full, wanted instanceof Durability.All && open.isEmpty());
        }
    }
}
