package io.crossweave.adapters.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.crossweave.core.spi.Delivery;
import io.crossweave.core.spi.DeliverySink;
import io.crossweave.core.spi.SendOutcome;
import io.crossweave.core.testing.LocalCloudProcess;
import io.crossweave.core.wire.Frame;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the contract of all transports does not ask, because it is Event Hubs' own. */
@Timeout(120)
class EventHubsRecoveryIT {
    private static final String KEY = "azure-westeurope/CRITICAL/3";

    private final RememberedPositions positions = new RememberedPositions();
    private final BlockingQueue<Integer> received = new LinkedBlockingQueue<>();
    private LocalCloudProcess cloud;
    private EventHubsTransport transport;

    @BeforeEach
    void start() {
        cloud = LocalCloudProcess.start("eventhubs", "--topics", "intake");
        transport = open(Duration.ofSeconds(15));
    }

    @AfterEach
    void stop() {
        transport.close();
        cloud.close();
    }

    @Test
    void aBusyServiceThrottlesAndStoresNothing() {
        // Given
        assertThat(send(1)).isEqualTo(SendOutcome.ACCEPTED);
        cloud.faults("{\"throttleSends\":1}");

        // When
        SendOutcome outcome = send(2);

        // Then
        assertThat(outcome).isInstanceOf(SendOutcome.Throttled.class);
        assertThat(cloud.counters().messagesAccepted()).isEqualTo(1);
    }

    @Test
    void aLostAcknowledgementIsUnknownAndTheRetryStoresASecondCopy() throws InterruptedException {
        // Given
        assertThat(send(1)).isEqualTo(SendOutcome.ACCEPTED);
        cloud.faults("{\"loseAcks\":1}");

        // When
        SendOutcome lost = send(2);
        SendOutcome again = send(2);
        transport.subscribe(this::acknowledge);

        // Then
        assertThat(lost).isInstanceOf(SendOutcome.Unknown.class);
        assertThat(again).isEqualTo(SendOutcome.ACCEPTED);
        assertThat(List.of(next(), next(), next())).containsExactly(1, 2, 2);
    }

    @Test
    void framesThatWaitForTheirKeyTravelInOneBatch() {
        // Given
        send(0);
        List<CompletableFuture<SendOutcome>> sends =
                IntStream.range(1, 200).mapToObj(this::sending).toList();

        // When
        sends.forEach(CompletableFuture::join);

        // Then: one batch counts with its own size for each of its frames
        assertThat(sends).allSatisfy(sending -> assertThat(sending.join()).isEqualTo(SendOutcome.ACCEPTED));
        assertThat(cloud.counters().messagesAccepted()).isEqualTo(200);
        assertThat(cloud.counters().largestMessageBytes()).isGreaterThan(10 * 64);
    }

    @Test
    void aSinkThatFailsGetsTheFrameAgain() throws InterruptedException {
        // Given
        AtomicInteger failures = new AtomicInteger();
        DeliverySink failing = delivery -> {
            if (number(delivery) == 2 && failures.incrementAndGet() == 1) {
                throw new IllegalStateException("the sink has a bug");
            }
            acknowledge(delivery);
        };
        IntStream.rangeClosed(1, 3).forEach(this::send);

        // When
        transport.subscribe(failing);

        // Then
        assertThat(List.of(next(), next(), next())).containsExactly(1, 2, 3);
        assertThat(failures).hasValue(2);
    }

    @Test
    void goesOnAfterAPauseInWhichItMadeItsReadersAnew() throws InterruptedException {
        // Given
        transport.close();
        transport = open(Duration.ofMillis(200));
        transport.subscribe(this::acknowledge);
        send(1);
        next();
        cloud.faults("{\"pause\":true}");

        // When: nothing comes, and the watch of each reader replaces it
        send(2);
        Integer whilePaused = received.poll(2, TimeUnit.SECONDS);
        cloud.clearFaults();

        // Then
        assertThat(whilePaused).isNull();
        assertThat(next()).isEqualTo(2);
        send(3);
        assertThat(next()).isEqualTo(3);
    }

    @Test
    void aHubThatWasMadeAnewIsReadFromItsBeginning() throws InterruptedException {
        // Given
        transport.subscribe(this::acknowledge);
        IntStream.rangeClosed(1, 5).forEach(this::send);
        for (int i = 0; i < 5; i++) {
            next();
        }
        stop();

        // When
        start();
        send(6);
        transport.subscribe(this::acknowledge);

        // Then
        assertThat(next()).isEqualTo(6);
    }

    @Test
    void savesThePositionOfTheLastFrameOnceAllAreAcknowledged() throws InterruptedException {
        // Given
        transport.subscribe(this::acknowledge);
        IntStream.rangeClosed(1, 5).forEach(this::send);

        // When
        for (int i = 0; i < 5; i++) {
            next();
        }

        // Then
        await().untilAsserted(() -> assertThat(positions.all().values()).containsExactly(4L));
        assertThat(positions.all().keySet()).allMatch(partition -> partition.startsWith("intake@"));
    }

    @Test
    void aKeyThatIsNotAsciiIsACallersMistake() {
        assertThatThrownBy(() -> transport.send(frame(1), "Zürich/CRITICAL/3", outcome -> {}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> transport.send(frame(1), "k".repeat(129), outcome -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private EventHubsTransport open(Duration stallCheck) {
        EventHubsSettings settings = new EventHubsSettings(
                cloud.endpoint("connectionString"), "intake", "$Default", 64, Duration.ofSeconds(15), stallCheck);
        return new EventHubsTransport(settings, positions);
    }

    private SendOutcome send(int number) {
        return sending(number).orTimeout(60, TimeUnit.SECONDS).join();
    }

    private CompletableFuture<SendOutcome> sending(int number) {
        CompletableFuture<SendOutcome> outcome = new CompletableFuture<>();
        transport.send(frame(number), KEY, outcome::complete);
        return outcome;
    }

    private void acknowledge(Delivery delivery) {
        received.add(number(delivery));
        delivery.acknowledge().run();
    }

    private int next() throws InterruptedException {
        Integer number = received.poll(60, TimeUnit.SECONDS);
        assertThat(number).as("the next frame").isNotNull();
        return number == null ? -1 : number;
    }

    private static Frame frame(int number) {
        return Frame.received(ByteBuffer.allocate(64).putInt(number).array());
    }

    private static int number(Delivery delivery) {
        return ByteBuffer.wrap(delivery.frame().bytes()).getInt();
    }
}
