package io.crossweave.clouds.eventhubs;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.clouds.eventhubs.PartitionLog.Kept;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartitionLogTest {
    @TempDir
    Path directory;

    @Test
    void givesBackEachEventByItsNumber() throws IOException {
        try (PartitionLog log = new PartitionLog(directory, 2)) {
            // When
            log.append(List.of(event("one"), event("two")), 1_000);
            log.append(List.of(event("three")), 1_001);

            // Then
            assertThat(text(log.next(1))).isEqualTo("two");
            assertThat(text(log.next(2))).isEqualTo("three");
            assertThat(log.next(3)).isEmpty();
        }
    }

    @Test
    void findsTheStartByNumberOffsetAndTime() throws IOException {
        try (PartitionLog log = new PartitionLog(directory, 2)) {
            // Given: offsets 0, 3, 6; numbers 0, 1, 2
            log.append(List.of(event("one"), event("two")), 1_000);
            log.append(List.of(event("six")), 2_000);

            // Then
            assertThat(start(log, "offset > '-1'")).isZero();
            assertThat(start(log, "offset > '0'")).isEqualTo(1);
            assertThat(start(log, "offset >= '3'")).isEqualTo(1);
            assertThat(start(log, "offset > '@latest'")).isEqualTo(3);
            assertThat(start(log, "sequence-number > '1'")).isEqualTo(2);
            assertThat(start(log, "sequence-number >= '1'")).isEqualTo(1);
            assertThat(start(log, "sequence-number > '99'")).isEqualTo(3);
            assertThat(start(log, "enqueued-time > '1000'")).isEqualTo(2);
            assertThat(start(log, "enqueued-time >= '1000'")).isZero();
            assertThat(start(log, "sequence-number > '9223372036854775807'")).isEqualTo(3);
        }
    }

    @Test
    void understandsNoOtherSelector() {
        for (String selector :
                List.of("", "x", "amqp.annotation.x-opt-offset < '1'", "amqp.annotation.x-opt-offset > '1")) {
            assertThat(StartAt.parse(selector)).isEmpty();
        }
        assertThat(StartAt.parse("amqp.annotation.x-opt-offset > 'eleven'")).isEmpty();
    }

    @Test
    void dropsItsOldestSegmentAndKeepsCounting() throws IOException {
        try (PartitionLog log = new PartitionLog(directory, 2)) {
            // Given
            byte[] mebibyte = new byte[1 << 20];
            int perSegment = HubLimits.SEGMENT_BYTES >> 20;

            // When
            for (int i = 0; i < 2 * perSegment + 1; i++) {
                log.append(List.of(placement -> mebibyte), i);
            }

            // Then
            PartitionLog.State state = log.state();
            assertThat(state.firstSequence()).isEqualTo(perSegment);
            assertThat(state.last().orElseThrow().sequence()).isEqualTo(2L * perSegment);
            assertThat(log.next(0).orElseThrow().sequence()).isEqualTo(perSegment);
            assertThat(start(log, "offset > '-1'")).isEqualTo(perSegment);
        }
    }

    @Test
    void leavesNoNameInItsDirectory() throws IOException {
        try (PartitionLog log = new PartitionLog(directory, 2)) {
            // When
            log.append(List.of(event("one")), 0);

            // Then
            try (Stream<Path> files = Files.list(directory)) {
                assertThat(files).isEmpty();
            }
        }
    }

    @Test
    void neverStepsBackInTime() throws IOException {
        try (PartitionLog log = new PartitionLog(directory, 2)) {
            // When
            log.append(List.of(event("one")), 2_000);
            log.append(List.of(event("two")), 1_000);

            // Then
            assertThat(log.state().last().orElseThrow().enqueuedMs()).isEqualTo(2_000);
        }
    }

    private static PartitionLog.Encoding event(String text) {
        return placement -> text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Optional<Kept> kept) {
        return StandardCharsets.UTF_8.decode(kept.orElseThrow().stored()).toString();
    }

    private static long start(PartitionLog log, String condition) {
        return log.startOf(StartAt.parse("amqp.annotation.x-opt-" + condition).orElseThrow());
    }
}
