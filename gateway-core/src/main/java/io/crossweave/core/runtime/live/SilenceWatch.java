package io.crossweave.core.runtime.live;

import io.crossweave.core.context.AfterCommit;
import io.crossweave.core.gateway.PeerStatus;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.link.PeerSilence;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says when a peer falls silent and when it is heard again. On a thread of its own: those that send wait when a peer can't be reached. */
final class SilenceWatch implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(SilenceWatch.class);

    private final String region;
    /** Changes as members do. */
    private final Map<String, PeerLink> links;

    private final Consumer<AfterCommit> alarm;
    private final Consumer<Throwable> fail;

    SilenceWatch(String region, Map<String, PeerLink> links, Consumer<AfterCommit> alarm, Consumer<Throwable> fail) {
        this.region = region;
        this.links = links;
        this.alarm = alarm;
        this.fail = fail;
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                links.forEach((peer, link) -> link.lookAtSilence().ifPresent(news -> tell(peer, news)));
                Thread.sleep(Limits.HEARTBEAT_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            fail.accept(e);
        }
    }

    private void tell(String peer, PeerSilence.News news) {
        if (news.state() == PeerStatus.State.UP) {
            LOG.info("site={} peer={} is heard again", region, peer);
        } else {
            LOG.warn("site={} peer={} state={} silentMs={}", region, peer, news.state(), news.silentMs());
        }
        if (news.alert()) {
            alarm.accept(
                    new AfterCommit.Alarm("peer cut off", peer + " has been silent for " + news.silentMs() + " ms"));
        }
    }
}
