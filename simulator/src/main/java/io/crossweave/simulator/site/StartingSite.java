package io.crossweave.simulator.site;

import static java.util.Objects.requireNonNull;

import io.crossweave.core.inbound.Arrival;
import io.crossweave.core.inbound.InboundPath;
import io.crossweave.core.incarnation.SiteStart;
import io.crossweave.core.link.Heartbeat;
import io.crossweave.core.link.HeldDots;
import io.crossweave.core.link.LifeNews.Phase;
import io.crossweave.core.spi.Delivery;
import io.crossweave.crypto.open.LinkOpener;
import io.crossweave.crypto.seal.LinkSealer;
import io.crossweave.crypto.sign.Signatures;
import io.crossweave.simulator.keys.SimulatedKms;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A site's process until it knows that it may serve: it asks its peers what they know of it, and collects what its lost lives left there. */
final class StartingSite {
    private static final long BEAT_MS = 500;

    private final Site site;
    private final SiteStart start;
    private final LinkOpener opener;
    private final InboundPath inbound;
    private final Map<String, Outbox> outboxes = new TreeMap<>();
    private final Map<String, List<byte[]>> keysKnown = new TreeMap<>();
    private long sequence;

    StartingSite(Site site, SiteStart start) {
        this.site = site;
        this.start = start;
        SiteSettings settings = site.settings();
        var kms = new SimulatedKms(site.region(), site.around().entropy(), site::isKeyServiceDown);
        var sealer = new LinkSealer(
                site.region(), settings.keys().signing(), kms, site.around().entropy(), RunningSite.DATA_KEYS);
        this.opener =
                new LinkOpener(site.region(), new Signatures(settings.keys().trusted()), kms);
        this.inbound = new InboundPath(site.region(), settings.members(), opener);
        for (String peer : settings.peers()) {
            outboxes.put(
                    peer,
                    new Outbox(
                            site,
                            peer,
                            sealer,
                            site.configuredPolicy(),
                            () -> new Outbox.Origin(start.site(), start.linkEpoch())));
        }
    }

    void begin() {
        site.repeat(BEAT_MS, this::beat);
        site.startedPerhaps();
    }

    SiteStart start() {
        return start;
    }

    private void beat() {
        outboxes.forEach((peer, outbox) -> {
            outbox.announceUnlessKnown(keysKnown.getOrDefault(peer, List.of()));
            sequence++;
            outbox.send(new Heartbeat(
                            start.linkEpoch(),
                            sequence,
                            site.machine().wallMs(),
                            List.of(),
                            0,
                            List.of(),
                            opener.knownKeys(peer))
                    .with(start.news(peer)));
            start.ask(peer).ifPresent(outbox::send);
        });
        start.proceed(site.around().schedule().nowMs());
        site.startedPerhaps();
    }

    void take(Delivery delivery) {
        delivery.acknowledge().run();
        take(inbound.take(delivery.frame(), nowMs()));
        site.startedPerhaps();
    }

    private long nowMs() {
        return site.around().schedule().nowMs();
    }

    private void take(Arrival arrival) {
        switch (arrival) {
            case Arrival.Control(var address, var heartbeat) -> {
                keysKnown.put(address.origin().region(), heartbeat.knownKeys());
                start.heard(address.origin(), heartbeat.linkEpoch(), heartbeat.life(), nowMs());
            }
            case Arrival.Held(var address, var message) -> {
                Outbox outbox = requireNonNull(outboxes.get(address.origin().region()));
                switch (message) {
                    case HeldDots.Ask ask -> start.asked(address.origin(), ask).ifPresent(outbox::send);
                    case HeldDots.Page page -> {
                        start.given(address.origin().region(), page, nowMs());
                        start.ask(address.origin().region()).ifPresent(outbox::send);
                    }
                }
            }
            case Arrival.Keys(String origin) ->
                inbound.retryParked(origin, nowMs()).forEach(this::take);
            // It takes nothing in yet: numbers stay open at their origins.
            case Arrival.Items _, Arrival.Repair _, Arrival.Kept _, Arrival.NotForwarded _, Arrival.Rejected _ -> {}
            case Arrival.Onward onward -> site.relay(onward);
        }
    }

    boolean hasStarted() {
        return start.phase() == Phase.SERVING;
    }
}
