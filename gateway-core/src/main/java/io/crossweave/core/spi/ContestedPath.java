package io.crossweave.core.spi;

import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.Hlc;
import java.util.List;

/** A path at which values stand that don't know of each other, as the asking site may see them. */
public record ContestedPath(ContextKey key, JsonPointer path, List<Candidate> candidates) {
    public ContestedPath {
        candidates = List.copyOf(candidates);
    }

    /**
     * One of the values.
     *
     * @param source who wrote it, as the publisher's token confirmed; empty where that is not known
     */
    public record Candidate(Dot dot, Hlc hlc, String source, JsonValue value) {}
}
