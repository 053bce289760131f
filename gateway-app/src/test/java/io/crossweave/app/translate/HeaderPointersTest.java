package io.crossweave.app.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.gateway.ContextView.Concealment;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.SiteId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Lists of paths in headers. */
final class HeaderPointersTest {
    private static @Nullable String header(JsonObject document, List<JsonPointer> provisional) {
        return HeaderPointers.provisional(new ContextView(
                new ContextKey("t", "note", "c"),
                VersionVector.EMPTY,
                document,
                Hlc.ZERO,
                null,
                new SiteId("a", 1),
                Concealment.NOTHING,
                Long.MAX_VALUE,
                provisional));
    }

    @Test
    void namesWhatTheDocumentShowsAndNothingElse() {
        JsonObject document = JsonObject.of("a", JsonNumber.of(1)).with("b/c", JsonNumber.of(2));

        assertThat(header(document, List.of(JsonPointer.of("a"), JsonPointer.of("a", "x"), JsonPointer.of("b/c"))))
                .isEqualTo("/a, /b~1c");
        assertThat(header(document, List.of(JsonPointer.of("gone")))).isNull();
        assertThat(header(document, List.of())).isNull();
    }

    @Test
    void aListThatWouldNotFitSaysThatThereAreMore() {
        JsonObject document = JsonObject.EMPTY;
        var paths = new ArrayList<JsonPointer>();
        for (int i = 0; i < 1_000; i++) {
            document = document.with("member-" + i, JsonNumber.of(i));
            paths.add(JsonPointer.of("member-" + i));
        }

        assertThat(header(document, paths))
                .startsWith("/member-0, /member-1, ")
                .endsWith(", *")
                .hasSizeLessThanOrEqualTo(HeaderPointers.CHARS_MAX + 3);
    }
}
