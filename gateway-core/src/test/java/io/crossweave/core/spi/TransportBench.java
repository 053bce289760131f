package io.crossweave.core.spi;

import static io.crossweave.core.spi.NumberedFrames.frame;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.spi.SendOutcome.Accepted;
import io.crossweave.core.spi.SendOutcome.Refused;
import io.crossweave.core.spi.SendOutcome.Throttled;
import io.crossweave.core.spi.SendOutcome.Unknown;
import io.crossweave.core.testing.LocalCloudProcess;
import io.crossweave.core.wire.Frame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What a leaf declares for {@link TransportContractTest}, an intake for each test, and sending as a transport's caller does it. */
public abstract class TransportBench {
    private static final long OUTCOME_TIMEOUT_S = 60;
    private static final int ATTEMPTS_MAX = 200;
    private static final AtomicInteger INTAKES = new AtomicInteger();

    private final List<Transport> opened = new ArrayList<>();
    private String intake = "";

    /** The running service, the same for all tests of a class. */
    protected abstract LocalCloudProcess cloud();

    /** A transport on an intake that exists. */
    protected abstract Transport open(String intake);

    /** The leaf's declaration: whether frames of one key arrive in the order in which they were sent. */
    protected abstract boolean ordering();

    /** The most frames of {@link Limits#CHUNK_BYTES} bytes that the leaf may fetch beyond what its sink took; far below 600. */
    protected abstract int fetchedAheadFramesMax();

    /** Whether the service takes, past the leaf, a message that is so many bytes above the service's own limit. */
    protected abstract boolean serviceTakes(String intake, int bytesAboveLimit) throws Exception;

    /** Creates the intake with whatever reads it. */
    protected void createIntake(String intake) {
        cloud().createTopic(intake, 4);
    }

    @BeforeEach
    void createAnIntakeOfItsOwn() {
        cloud().clearFaults();
        intake = "intake-" + INTAKES.incrementAndGet();
        createIntake(intake);
    }

    @AfterEach
    void closeTransports() {
        cloud().clearFaults();
        opened.forEach(Transport::close);
    }

    protected final String intake() {
        return intake;
    }

    /** A transport on this test's intake, closed at its end; closing twice is allowed. */
    protected final Transport transport() {
        Transport transport = open(intake);
        opened.add(transport);
        return transport;
    }

    /** Completes when the send ends, and exceptionally if it ends twice. */
    protected static CompletableFuture<SendOutcome> send(Transport transport, Frame frame, String key) {
        CompletableFuture<SendOutcome> outcome = new CompletableFuture<>();
        transport.send(frame, key, ended -> {
            if (!outcome.complete(ended)) {
                outcome.obtrudeException(new AssertionError("a second outcome: " + ended));
            }
        });
        return outcome;
    }

    protected static SendOutcome outcomeOf(CompletableFuture<SendOutcome> sending) throws Exception {
        return sending.get(OUTCOME_TIMEOUT_S, TimeUnit.SECONDS);
    }

    /** Sends as the caller of a transport does: again, until the broker has it. */
    protected static void sendUntilAccepted(Transport transport, Frame frame, String key) throws Exception {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            switch (outcomeOf(send(transport, frame, key))) {
                case Accepted() -> {
                    return;
                }
                case Throttled(var retryAfter) -> awaitRetry(retryAfter);
                case Unknown(var cause) -> assertThat(cause).isNotNull();
                case Refused(var reason) -> throw new AssertionError("refused: " + reason);
            }
        }
        throw new AssertionError("not accepted after " + ATTEMPTS_MAX + " attempts");
    }

    private static void awaitRetry(Duration retryAfter) throws Exception {
        Executor later = CompletableFuture.delayedExecutor(retryAfter.toMillis(), TimeUnit.MILLISECONDS);
        CompletableFuture.runAsync(() -> {}, later).get(OUTCOME_TIMEOUT_S, TimeUnit.SECONDS);
    }

    static void sendAll(Transport transport, int first, int end, int sizeBytes) throws Exception {
        List<CompletableFuture<SendOutcome>> sends = IntStream.range(first, end)
                .mapToObj(number -> send(transport, frame(number, sizeBytes), "origin/1/" + number % 4))
                .toList();
        for (CompletableFuture<SendOutcome> sending : sends) {
            assertThat(outcomeOf(sending)).isEqualTo(SendOutcome.ACCEPTED);
        }
    }
}
