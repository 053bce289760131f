package io.crossweave.core.stored;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.stored.ReceivedMark.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The numbers of a lane that are committed here (L12). */
final class ReceivedMarkTest {
    private static final int NUMBERS = 60;

    private static ReceivedMark of(long... numbers) {
        ReceivedMark mark = ReceivedMark.NONE;
        for (long number : numbers) {
            mark = mark.with(number);
        }
        return mark;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void agreesWithASetOfNumbers(long seed) {
        var random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            var numbers = new TreeSet<Long>();
            ReceivedMark mark = ReceivedMark.NONE;
            for (int i = 0; i < NUMBERS; i++) {
                long number = 1L + random.nextInt(NUMBERS);
                numbers.add(number);
                mark = mark.with(number);
                assertSame(mark, numbers, 1L + random.nextInt(NUMBERS + 10));
            }
        }
    }

    private static void assertSame(ReceivedMark mark, SortedSet<Long> numbers, long last) {
        long cumulative = 0;
        while (numbers.contains(cumulative + 1)) {
            cumulative++;
        }
        assertThat(mark.cumulative()).isEqualTo(cumulative);
        assertThat(mark.highest()).isEqualTo(numbers.last());
        var absent = new ArrayList<Long>();
        for (long number = 1; number <= NUMBERS + 10; number++) {
            assertThat(mark.contains(number)).isEqualTo(numbers.contains(number));
            if (number <= last && !numbers.contains(number)) {
                absent.add(number);
            }
        }
        var missing = new ArrayList<Long>();
        mark.missing(last, Integer.MAX_VALUE).forEach(range -> {
            for (long number = range.from(); number <= range.to(); number++) {
                missing.add(number);
            }
        });
        assertThat(missing).isEqualTo(absent);
        assertRangesStandApart(mark);
    }

    private static void assertRangesStandApart(ReceivedMark mark) {
        long before = mark.cumulative();
        for (Range range : mark.ahead()) {
            assertThat(range.from()).isGreaterThan(before + 1);
            before = range.to();
        }
    }

    @Test
    void aNumberThatIsKnownChangesNothing() {
        ReceivedMark mark = of(1, 2, 5, 6);

        assertThat(mark.with(2)).isSameAs(mark);
        assertThat(mark.with(6)).isSameAs(mark);
    }

    @Test
    void rangesThatMeetBecomeOne() {
        assertThat(of(3, 5, 9, 4).ahead()).containsExactly(new Range(3, 5), new Range(9, 9));
        assertThat(of(3, 5, 4, 1, 2)).isEqualTo(new ReceivedMark(0, 5, List.of()));
    }

    @Test
    void theLowestGapsAreAskedForFirst() {
        ReceivedMark mark = of(2, 4, 6);

        assertThat(mark.missing(9, 2)).containsExactly(new Range(1, 1), new Range(3, 3));
        assertThat(mark.missing(9, 9))
                .containsExactly(new Range(1, 1), new Range(3, 3), new Range(5, 5), new Range(7, 9));
        assertThat(mark.missing(3, 9)).containsExactly(new Range(1, 1), new Range(3, 3));
        assertThat(mark.missing(9, 0)).isEmpty();
    }

    @Test
    void L12_aTailOfWhichNothingCameIsMissing() {
        assertThat(of(1, 2, 3).missing(5, 9)).containsExactly(new Range(4, 5));
        assertThat(of(1, 2, 3).missing(3, 9)).isEmpty();
    }
}
