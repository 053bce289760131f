package io.crossweave.core.spi;

import static io.crossweave.core.spi.NumberedFrames.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.spi.SendOutcome.Accepted;
import io.crossweave.core.spi.SendOutcome.Refused;
import io.crossweave.core.spi.SendOutcome.Throttled;
import io.crossweave.core.spi.SendOutcome.Unknown;
import io.crossweave.core.testing.CloudCounters;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link Transport} does, against a server that enforces the service's real limits. A leaf's IT extends it. Each test has an
 * intake of its own.
 */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
public abstract class TransportContractTest extends TransportBench {
    /** The longest that an ordering key may be: with it the size check has to hold too. */
    protected static final String LONGEST_KEY = "k".repeat(128);

    private static final String KEY = "aws-us-east-1/1/7";
    private static final int SMALL_BYTES = 300;
    private static final int CHUNK_FRAME_BYTES = Limits.CHUNK_BYTES;

    @Test
    void declaresItsOrderAndFramesOfAtLeastOneChunk() {
        TransportCapabilities capabilities = transport().capabilities();

        assertThat(capabilities.ordering()).isEqualTo(ordering());
        assertThat(capabilities.frameBytesMax()).isGreaterThanOrEqualTo(Limits.FRAME_BYTES_MIN);
    }

    @Test
    void deliversAllThatIsSent_alsoWhatWasSentBeforeSubscribing() throws Exception {
        ReceivedFrames received = ReceivedFrames.acknowledgingAll();
        sendAll(transport(), 0, 50, SMALL_BYTES);

        transport().subscribe(received);
        sendAll(transport(), 50, 100, SMALL_BYTES);

        received.awaitNumbers(0, 100);
        assertThat(received.damaged()).isZero();
    }

    @Test
    void sendsAndReceivesByOneTransport() throws Exception {
        Transport transport = transport();
        ReceivedFrames received = ReceivedFrames.acknowledgingAll();

        transport.subscribe(received);
        sendAll(transport, 0, 20, SMALL_BYTES);

        received.awaitNumbers(0, 20);
    }

    @Test
    void leavesBytesOfEverySizeUnchanged() throws Exception {
        Transport transport = transport();
        ReceivedFrames received = ReceivedFrames.acknowledgingAll();
        int[] sizes = {
            4,
            5,
            1_000,
            CHUNK_FRAME_BYTES,
            Limits.FRAME_BYTES_MIN,
            transport.capabilities().frameBytesMax()
        };

        for (int number = 0; number < sizes.length; number++) {
            assertThat(outcomeOf(send(transport, frame(number, sizes[number]), KEY)))
                    .isEqualTo(SendOutcome.ACCEPTED);
        }
        transport.subscribe(received);

        received.awaitNumbers(0, sizes.length);
        assertThat(received.damaged()).isZero();
    }

    @Test
    void keepsTheOrderOfEachKey() throws Exception {
        assumeTrue(ordering(), "the service promises no order");
        ReceivedFrames received = ReceivedFrames.acknowledgingAll();
        transport().subscribe(received);

        sendAll(transport(), 0, 400, SMALL_BYTES);

        received.awaitNumbers(0, 400);
        for (int key = 0; key < 4; key++) {
            int ofKey = key;
            assertThat(received.numbers().stream()
                            .filter(number -> number % 4 == ofKey)
                            .distinct())
                    .isSorted();
        }
    }

    @Test
    void bringsTheUnacknowledgedAgainAfterARestart_andTheAcknowledgedNot() throws Exception {
        Transport sender = transport();
        for (int number = 0; number < 10; number++) {
            sendUntilAccepted(sender, frame(number, SMALL_BYTES), KEY);
        }
        ReceivedFrames first = ReceivedFrames.acknowledging(number -> number < 5);
        ReceivedFrames second = ReceivedFrames.acknowledgingAll();
        ReceivedFrames third = ReceivedFrames.acknowledgingAll();

        Transport before = transport();
        before.subscribe(first);
        first.awaitNumbers(0, 10);
        before.close();
        Transport between = transport();
        between.subscribe(second);
        second.awaitNumbers(5, 10);
        between.close();
        transport().subscribe(third);
        sendUntilAccepted(sender, frame(10, SMALL_BYTES), KEY);
        third.awaitNumbers(10, 11);

        assertThat(second.numbers()).containsOnly(5, 6, 7, 8, 9);
        assertThat(third.numbers()).containsExactly(10);
    }

    @Test
    void sendsAFrameOfTheLargestSize_andRefusesALargerOneBeforeTheServiceHasTo() throws Exception {
        Transport transport = transport();
        int frameBytesMax = transport.capabilities().frameBytesMax();

        SendOutcome largest = outcomeOf(send(transport, frame(0, frameBytesMax), LONGEST_KEY));
        SendOutcome tooLarge = outcomeOf(send(transport, frame(1, frameBytesMax + 1), "k"));
        SendOutcome muchTooLarge = outcomeOf(send(transport, frame(2, frameBytesMax + (8 << 20)), "k"));

        assertThat(largest).isEqualTo(SendOutcome.ACCEPTED);
        assertThat(tooLarge)
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.reason())
                                .contains(Integer.toString(frameBytesMax + 1), Integer.toString(frameBytesMax)));
        assertThat(muchTooLarge).isInstanceOf(Refused.class);
        CloudCounters counters = cloud().counters(intake());
        assertThat(counters.messagesAccepted()).isEqualTo(1);
        assertThat(counters.refusals()).isZero();
    }

    @Test
    void theServiceItselfEnforcesItsLimit() throws Exception {
        assertThat(serviceTakes(intake(), 0)).isTrue();
        assertThat(serviceTakes(intake(), 1)).isFalse();

        assertThat(cloud().counters(intake()).refusals()).isPositive();
    }

    @Test
    void losesNoFrameWhoseAcknowledgementIsLost() throws Exception {
        Transport transport = transport();
        ReceivedFrames received = ReceivedFrames.acknowledgingAll();
        sendAll(transport, 0, 1, SMALL_BYTES);
        cloud().faults("{\"loseAcks\":1}");

        SendOutcome outcome = outcomeOf(send(transport, frame(1, SMALL_BYTES), KEY));
        transport.subscribe(received);

        assertThat(outcome).isInstanceOfAny(Accepted.class, Unknown.class);
        received.awaitNumbers(0, 2);
    }

    @Test
    void recoversFromDroppedConnections() throws Exception {
        Transport sender = transport();
        ReceivedFrames received = ReceivedFrames.acknowledgingAll();
        transport().subscribe(received);

        for (int number = 0; number < 60; number++) {
            if (number % 20 == 10) {
                cloud().faults("{\"dropConnections\":true}");
            }
            sendUntilAccepted(sender, frame(number, SMALL_BYTES), KEY);
        }

        received.awaitNumbers(0, 60);
    }

    @Test
    void recoversWhenTheServiceCanBeReachedAgain() throws Exception {
        Transport sender = transport();
        ReceivedFrames received = ReceivedFrames.acknowledgingAll();
        transport().subscribe(received);
        sendUntilAccepted(sender, frame(0, SMALL_BYTES), KEY);
        received.awaitNumbers(0, 1);

        cloud().faults("{\"cut\":true}");
        SendOutcome whileCut = outcomeOf(send(sender, frame(1, SMALL_BYTES), KEY));
        cloud().clearFaults();
        sendUntilAccepted(sender, frame(1, SMALL_BYTES), KEY);
        sendUntilAccepted(sender, frame(2, SMALL_BYTES), KEY);

        assertThat(whileCut).isInstanceOfAny(Unknown.class, Throttled.class);
        received.awaitNumbers(0, 3);
    }

    @Test
    void stopsFetchingWhileTheSinkBlocks_andLosesNothing() throws Exception {
        ReceivedFrames received = ReceivedFrames.acknowledgingAll();
        received.block();
        Transport sender = transport();
        for (int first = 0; first < 600; first += 60) {
            sendAll(sender, first, first + 60, CHUNK_FRAME_BYTES);
        }

        transport().subscribe(received);
        received.awaitBlockedDelivery();
        received.awaitStillnessForSeconds(2);
        long fetched = cloud().counters(intake()).deliveries();
        received.unblock();
        received.awaitNumbers(0, 600);

        assertThat(fetched).isBetween(1L, (long) fetchedAheadFramesMax());
        assertThat(received.damaged()).isZero();
    }

    @Test
    void closeEndsSendsUnderWayWithAnOutcome() throws Exception {
        Transport transport = transport();
        sendAll(transport, 0, 1, SMALL_BYTES);
        cloud().faults("{\"cut\":true}");
        List<CompletableFuture<SendOutcome>> sends = IntStream.range(1, 20)
                .mapToObj(number -> send(transport, frame(number, SMALL_BYTES), KEY))
                .toList();

        transport.close();

        for (CompletableFuture<SendOutcome> sending : sends) {
            assertThat(outcomeOf(sending)).isInstanceOfAny(Unknown.class, Throttled.class);
        }
        assertThat(outcomeOf(send(transport, frame(20, SMALL_BYTES), KEY))).isInstanceOf(Unknown.class);
    }

    @Test
    void closesWhileTheSinkBlocks() throws Exception {
        ReceivedFrames blocked = ReceivedFrames.acknowledgingAll();
        blocked.block();
        sendAll(transport(), 0, 10, SMALL_BYTES);
        Transport closing = transport();
        closing.subscribe(blocked);
        blocked.awaitBlockedDelivery();

        closing.close();

        ReceivedFrames received = ReceivedFrames.acknowledgingAll();
        transport().subscribe(received);
        received.awaitNumbers(0, 10);
        assertThat(blocked.numbers()).isEmpty();
    }
}
