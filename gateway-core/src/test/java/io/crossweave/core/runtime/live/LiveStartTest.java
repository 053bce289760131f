package io.crossweave.core.runtime.live;

import static io.crossweave.core.scripted.Changes.append;
import static io.crossweave.core.scripted.Changes.note;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.document.JsonWriter;
import io.crossweave.core.gateway.Precondition;
import io.crossweave.core.gateway.PublishOutcome;
import io.crossweave.core.incarnation.SiteStart.Witness;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.scripted.Changes;
import io.crossweave.core.scripted.PlainSealing;
import io.crossweave.core.scripted.ScriptedPolicy;
import io.crossweave.core.spi.Delivery;
import io.crossweave.core.spi.DeliverySink;
import io.crossweave.core.spi.MemoryStore;
import io.crossweave.core.spi.SendOutcome;
import io.crossweave.core.spi.Transport;
import io.crossweave.core.spi.TransportCapabilities;
import io.crossweave.core.wire.Frame;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LiveStartTest {
    private static final ContextKey KEY = note("c");
    private static final List<String> REGIONS = List.of("aa", "bb", "cc");
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final long WAIT_MS = 20_000;

    private final PlainSealing sealing = new PlainSealing();
    private final Map<String, BlockingQueue<Frame>> topics = new TreeMap<>();
    private final Map<String, MemoryStore> disks = new TreeMap<>();
    private final Map<String, LiveSite> sites = new TreeMap<>();

    /** A site's way to a topic, which outlives it. */
    private static final class Intake implements Transport {
        private final BlockingQueue<Frame> topic;
        private @Nullable Thread deliverer;

        Intake(BlockingQueue<Frame> topic) {
            this.topic = topic;
        }

        @Override
        public TransportCapabilities capabilities() {
            return new TransportCapabilities(Limits.FRAME_BYTES_MIN, true, false);
        }

        @Override
        public void send(Frame frame, String orderingKey, Consumer<SendOutcome> done) {
            topic.add(frame);
            done.accept(SendOutcome.ACCEPTED);
        }

        @Override
        public void subscribe(DeliverySink sink) {
            deliverer = Thread.ofVirtual().start(() -> {
                try {
                    while (!Thread.currentThread().isInterrupted()) {
                        sink.deliver(new Delivery(topic.take(), () -> {}));
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }

        @Override
        public void close() {
            if (deliverer != null) {
                deliverer.interrupt();
            }
        }
    }

    @BeforeEach
    void startAll() throws Exception {
        REGIONS.forEach(region -> {
            topics.put(region, new LinkedBlockingQueue<>());
            disks.put(region, new MemoryStore());
        });
        var starting = REGIONS.stream().map(this::starting).toList();
        for (CompletableFuture<LiveSite> each : starting) {
            each.get(30, TimeUnit.SECONDS);
        }
    }

    @AfterEach
    void stopAll() {
        sites.values().forEach(LiveSite::close);
    }

    private CompletableFuture<LiveSite> starting(String region) {
        var started = new CompletableFuture<LiveSite>();
        Thread.ofVirtual().start(() -> {
            try {
                started.complete(start(region));
            } catch (InterruptedException | RuntimeException e) {
                started.completeExceptionally(e);
            }
        });
        return started;
    }

    private LiveSite start(String region) throws InterruptedException {
        var links = new TreeMap<String, Transport>();
        topics.forEach((peer, topic) -> {
            if (!peer.equals(region)) {
                links.put(peer, new Intake(topic));
            }
        });
        MemoryStore disk = disks.getOrDefault(region, new MemoryStore());
        var settings = new LiveSettings(
                new SiteId(region, 0),
                1,
                Map.of("note", Changes.NOTE),
                new ScriptedPolicy(),
                sealing,
                sealing,
                new Intake(topics.getOrDefault(region, new LinkedBlockingQueue<>())),
                links);
        LiveStart.Started ready = LiveStart.run(settings, disk, Witness.NONE, WAIT_MS);
        var site = new LiveSite(ready.settings(), disk, new LiveClock(0, Long.MAX_VALUE), failure -> {});
        synchronized (sites) {
            sites.put(region, site);
        }
        site.start();
        return site;
    }

    private LiveSite site(String region) {
        synchronized (sites) {
            return sites.getOrDefault(region, sites.values().iterator().next());
        }
    }

    private VersionVector publish(String region, String eventId) {
        PublishOutcome outcome = site(region)
                .publish(append(KEY, eventId), Precondition.NONE)
                .toCompletableFuture()
                .join();
        assertThat(outcome).isInstanceOf(PublishOutcome.Published.class);
        return ((PublishOutcome.Published) outcome).version();
    }

    private void awaitAt(String region, VersionVector version) {
        assertThat(site(region).await(KEY, version, LONG).toCompletableFuture().join())
                .isTrue();
    }

    private String shown(String region) {
        return JsonWriter.toText(
                requireNonNull(site(region).read(KEY).orElseThrow().document()));
    }

    @Test
    void L15_aSiteThatHasLostNothingGoesOnAsItWas() throws Exception {
        SiteId before = site("aa").site();
        VersionVector version = publish("aa", "one");
        awaitAt("bb", version);
        site("aa").close();

        LiveSite again = start("aa");

        assertThat(again.site()).isEqualTo(before);
        awaitAt("aa", version);
    }

    @Test
    void L15_aSiteThatHasLostItsDiskGetsItsDotsBackFromItsPeers() throws Exception {
        publish("aa", "one");
        VersionVector version = publish("aa", "two");
        awaitAt("bb", version);
        awaitAt("cc", version);
        VersionVector later = publish("bb", "three");
        awaitAt("cc", later);
        SiteId before = site("aa").site();
        site("aa").close();
        disks.put("aa", new MemoryStore());

        LiveSite again = start("aa");

        assertThat(again.site().region()).isEqualTo("aa");
        assertThat(again.site()).isNotEqualTo(before);
        awaitAt("aa", later);
        VersionVector latest = publish("aa", "four");
        assertThat(latest.get(before)).isEqualTo(2);
        assertThat(latest.get(again.site())).isEqualTo(1);
        awaitAt("bb", latest);
        awaitAt("cc", latest);
        assertThat(shown("aa")).isEqualTo(shown("bb")).isEqualTo(shown("cc")).contains("one", "two", "three", "four");
    }

    @Test
    void L15_aSiteOnAnOldCopyNeverStampsADotASecondTime() throws Exception {
        VersionVector first = publish("aa", "one");
        awaitAt("bb", first);
        MemoryStore copy = disks.getOrDefault("aa", new MemoryStore()).crashed();
        VersionVector lost = publish("aa", "two");
        awaitAt("bb", lost);
        awaitAt("cc", lost);
        SiteId before = site("aa").site();
        site("aa").close();
        disks.put("aa", copy);

        LiveSite again = start("aa");

        assertThat(again.site()).isNotEqualTo(before);
        awaitAt("aa", lost);
        VersionVector latest = publish("aa", "three");
        assertThat(latest.get(before)).isEqualTo(2);
        awaitAt("bb", latest);
        awaitAt("cc", latest);
        assertThat(shown("aa")).isEqualTo(shown("bb")).isEqualTo(shown("cc")).contains("one", "two", "three");
    }

    @Test
    void L15_aSiteThatHasLostItsDiskServesOnlyWhenEveryPeerHasTold() throws Exception {
        VersionVector version = publish("aa", "one");
        awaitAt("bb", version);
        site("aa").close();
        site("cc").close();
        disks.put("aa", new MemoryStore());

        CompletableFuture<LiveSite> starting = starting("aa");

        LiveSite nobody = site("bb");
        assertThat(starting.copy()
                        .completeOnTimeout(nobody, 4, TimeUnit.SECONDS)
                        .get())
                .isSameAs(nobody);
        start("cc");
        starting.get(30, TimeUnit.SECONDS);
        awaitAt("aa", version);
    }
}
