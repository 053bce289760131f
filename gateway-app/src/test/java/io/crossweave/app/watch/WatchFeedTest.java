package io.crossweave.app.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.app.AppLimits;
import io.crossweave.app.fake.FakeGateway;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.event.BodyHash;
import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.event.Payload;
import io.crossweave.core.event.Provenance;
import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.gateway.Precondition;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Labels;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class WatchFeedTest {
    private static final ContextKey KEY = new ContextKey("default", "conversation", "feed");

    private final FakeGateway gateway = new FakeGateway();

    private void publish(int number) {
        var event = new ContextEvent(
                KEY,
                "e-" + number,
                new Payload.State(JsonObject.EMPTY),
                Labels.NONE,
                Provenance.UNKNOWN,
                BodyHash.UNKNOWN);
        gateway.publish(event, Precondition.NONE);
    }

    @Test
    void aReaderThatLagsGetsWhatFitsAndIsThenCutOff() throws InterruptedException {
        try (var feed = WatchFeed.open(gateway, KEY)) {
            for (int i = 0; i <= AppLimits.WATCH_CHANGES_MAX; i++) {
                publish(i);
            }
            for (int i = 0; i < AppLimits.WATCH_CHANGES_MAX; i++) {
                assertThat(feed.isCutOff()).isFalse();
                ContextView view = Objects.requireNonNull(feed.next(0));
                assertThat(view.lastEventId()).isEqualTo("e-" + i);
                publish(AppLimits.WATCH_CHANGES_MAX + 1 + i);
            }
            assertThat(feed.isCutOff()).isTrue();
            assertThat(feed.next(0)).isNull();
        }
    }

    @Test
    void aClosedFeedLeavesNothingBehind() {
        var feed = WatchFeed.open(gateway, KEY);
        assertThat(gateway.watchers(KEY)).isEqualTo(1);

        feed.close();

        assertThat(gateway.watchers(KEY)).isZero();
    }
}
