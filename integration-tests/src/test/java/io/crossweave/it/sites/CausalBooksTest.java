package io.crossweave.it.sites;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CausalBooksTest {
    private final CausalBooks books = new CausalBooks();

    @BeforeEach
    void writeBooks() {
        books.wrote("a", Set.of());
        books.wrote("b", Set.of("a"));
        books.wrote("c", Set.of("b"));
        books.wrote("other", Set.of());
    }

    @Test
    void acceptsEveryBeginningInWhichCausesComeFirst() {
        assertThat(books.faults(List.of())).isEmpty();
        assertThat(books.faults(List.of("a", "other", "b"))).isEmpty();
        assertThat(books.missing(List.of("a", "other", "b"))).containsExactly("c");
    }

    @Test
    void findsAnEffectWithoutItsCause() {
        assertThat(books.faults(List.of("a", "c"))).containsExactly("c is seen without b");
    }

    @Test
    void findsAnEffectBeforeItsCause() {
        assertThat(books.faults(List.of("b", "a"))).containsExactly("b is seen before a");
    }

    @Test
    void findsWhatIsThereTwiceOrWasNeverSaid() {
        assertThat(books.faults(List.of("a", "a", "x"))).containsExactly("a is there twice", "x was never said");
    }
}
