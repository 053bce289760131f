package io.crossweave.cli.bench;

import io.crossweave.cli.json.Members;
import io.crossweave.cli.site.Answer;
import io.crossweave.cli.site.Call;
import io.crossweave.cli.site.SiteClient;
import io.crossweave.core.document.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** One run: a load on one site, watched at its peers. */
public final class PublishBench {
    /** What has not arrived by then after the last answer is counted as not seen. */
    private static final long SETTLE_MS_MAX = 10_000;

    private static final long SETTLE_STEP_MS = 100;

    private final SiteClient site;
    private final List<SiteClient> peers;
    private final Load load;

    /**
     * A run that has not begun.
     *
     * @param peers where arrival is watched; none to measure acknowledgements alone
     */
    public PublishBench(SiteClient site, List<SiteClient> peers, Load load) {
        this.site = site;
        this.peers = List.copyOf(peers);
        this.load = load;
    }

    /** Runs the load and tells the result in a few lines. */
    public String run() throws InterruptedException {
        String run = "bench-" + Long.toString(Instant.now().toEpochMilli(), Character.MAX_RADIX);
        var loop = new OpenLoop(site, load, run);
        var broken = new LongAdder();
        Map<String, PeerWatches> watches = new TreeMap<>();
        createContexts(run);
        peers.forEach(peer -> watches.put(
                peer.site().name(), PeerWatches.begin(peer, loop, load, run, notice -> broken.increment())));
        long queuedBefore = queued();
        long startNanos = System.nanoTime();
        loop.run();
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        long queuedAfter = queued();
        settle(loop, watches);
        var lines = new StringBuilder("%d events/s of %d bytes for %d s after %d s of warm-up, %d contexts%n"
                .formatted(
                        load.ratePerSecond(),
                        load.bytes(),
                        load.measured().toSeconds(),
                        load.warmUp().toSeconds(),
                        load.contexts()));
        lines.append("  sent at %.0f events/s; refused %d, failed %d; queued for peers before %d, after %d%n"
                .formatted(load.events() / seconds, loop.refused(), loop.failed(), queuedBefore, queuedAfter));
        lines.append("  acknowledged: ").append(loop.acknowledged().line());
        watches.forEach((peer, watching) -> lines.append("\n  applied at ")
                .append(peer)
                .append(": ")
                .append(watching.applied().line()));
        if (broken.sum() > 0) {
            lines.append("\n  watches that broke off: ").append(broken.sum());
        }
        watches.values().forEach(PeerWatches::close);
        return lines.toString();
    }

    /** Watches need contexts that exist everywhere. */
    private void createContexts(String run) throws InterruptedException {
        for (int context = 0; context < load.contexts(); context++) {
            String path = "/v1/contexts/conversation/" + Call.segment(OpenLoop.contextId(run, context));
            Answer created = sendPatiently(
                    site,
                    Call.of("PUT", path)
                            .withBody(
                                    "application/json",
                                    "{\"state\":{\"value\":\"\"}}".getBytes(StandardCharsets.UTF_8)));
            String version = created.header("ETag").orElse("").replace("\"", "");
            for (SiteClient peer : peers) {
                sendPatiently(peer, Call.get(path + "?timeout-ms=30000&at-least=" + Call.segment(version)));
            }
        }
    }

    private static Answer sendPatiently(SiteClient client, Call call) throws InterruptedException {
        try {
            Answer answer = client.send(call);
            if (!answer.isSuccess()) {
                throw new IllegalStateException(client.site().name() + " answers " + answer.refusal());
            }
            return answer;
        } catch (IOException e) {
            throw new IllegalStateException(client.site().name() + " gave no answer", e);
        }
    }

    private void settle(OpenLoop loop, Map<String, PeerWatches> watches) throws InterruptedException {
        long waited = 0;
        long wanted = loop.acknowledged().count();
        while (waited < SETTLE_MS_MAX
                && watches.values().stream()
                        .anyMatch(watching -> watching.applied().count() < wanted)) {
            TimeUnit.MILLISECONDS.sleep(SETTLE_STEP_MS);
            waited += SETTLE_STEP_MS;
        }
    }

    private long queued() throws InterruptedException {
        long queued = 0;
        for (JsonValue peer :
                Members.array(sendPatiently(site, Call.get("/v1/peers")).json(), "items")) {
            queued += Members.number(peer, "queueDepth").orElse(0L);
        }
        return queued;
    }
}
