package io.crossweave.core.stored;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.SiteId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConflictSideTest {
    private static ConflictPart part(int ordinal, @Nullable JsonValue value) {
        return new ConflictPart(ordinal, JsonPointer.parse("/a" + ordinal), EntryKind.REGISTER, value, null);
    }

    @Test
    void L6_whatCameAndWentLeavesTheValuesOfOtherPartsAlone() {
        var dot = new Dot(new SiteId("aa", 1), 3);
        var side = new ConflictSide(dot, new Hlc(1_000), "human", false, List.of(part(0, new JsonString("kept"))));

        // At another site the large one was superseded before it could be in conflict: both list the same (seeds 88 and
        // 224).
        assertThat(side.with(part(1, null)).without(1)).isEqualTo(side);
    }
}
