package io.crossweave.adapters.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.spi.SendOutcome;
import io.crossweave.core.wire.Frame;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;

@Timeout(60)
class HubLimitTest {
    @Test
    void theServicesAnswerIsAskedForOnce() {
        Queue<Mono<Integer>> answers = new ArrayDeque<>(List.of(Mono.just(1 << 20)));
        var limit = new HubLimit(answers::remove);

        assertThat(limit.frameBytesMax()).isEqualTo((1 << 20) - EventHubsLimits.OVERHEAD_BYTES);
        assertThat(limit.frameBytesMax()).isEqualTo((1 << 20) - EventHubsLimits.OVERHEAD_BYTES);
    }

    @Test
    void aServiceThatDoesNotTellIsNotAskedWithoutPause() {
        Queue<Mono<Integer>> answers = new ArrayDeque<>(List.of(Mono.error(new IllegalStateException("unreachable"))));
        var limit = new HubLimit(answers::remove);

        assertThat(limit.frameBytesMax()).isEqualTo(HubLimit.BATCH_BYTES_DEFAULT - EventHubsLimits.OVERHEAD_BYTES);
        assertThat(limit.frameBytesMax()).isEqualTo(HubLimit.BATCH_BYTES_DEFAULT - EventHubsLimits.OVERHEAD_BYTES);
    }

    @Test
    void L17_aCloudThatIsDownGivesOutcomesAndNoExceptions() throws Exception {
        var settings = new EventHubsSettings(
                "Endpoint=sb://127.0.0.1:" + closedPort()
                        + ";SharedAccessKeyName=k;SharedAccessKey=c2VjcmV0;UseDevelopmentEmulator=true",
                "frames",
                "$Default",
                1,
                Duration.ofSeconds(1),
                Duration.ofSeconds(15));
        var outcome = new CompletableFuture<SendOutcome>();
        try (var transport = new EventHubsTransport(settings, new RememberedPositions())) {
            assertThat(transport.capabilities().frameBytesMax()).isPositive();
            transport.send(Frame.received(new byte[100]), "aa/critical/0", outcome::complete);

            assertThat(outcome.get(30, TimeUnit.SECONDS)).isInstanceOf(SendOutcome.Unknown.class);
        }
    }

    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
