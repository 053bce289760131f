package io.crossweave.app.translate;

import io.crossweave.app.problem.Problem;
import io.crossweave.app.problem.ProblemException;
import io.crossweave.app.problem.ProblemType;
import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.gateway.Precondition;
import io.crossweave.core.model.ContextKey;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code If-Match} and {@code If-None-Match} of a change (RFC 9110, 13.1). */
public final class Preconditions {
    private static final String ANY = "*";

    private Preconditions() {}

    /** {@code current} is read only where several versions are named, or none that the context can have. */
    public static Precondition of(ContextKey key, RequestHeaders headers, Supplier<Optional<ContextView>> current) {
        String ifMatch = headers.get("If-Match");
        String ifNoneMatch = headers.get("If-None-Match");
        if (ifMatch != null && ifNoneMatch != null) {
            throw ProblemException.of(ProblemType.MALFORMED_REQUEST, "If-Match and If-None-Match exclude each other");
        }
        if (ifNoneMatch != null) {
            if (!ifNoneMatch.strip().equals(ANY)) {
                throw ProblemException.of(ProblemType.MALFORMED_REQUEST, "If-None-Match of a change can only be *");
            }
            return new Precondition.Absent();
        }
        if (ifMatch == null) {
            return Precondition.NONE;
        }
        return ifMatch.strip().equals(ANY) ? new Precondition.Exists() : matching(key, ifMatch, current);
    }

    private static Precondition matching(ContextKey key, String ifMatch, Supplier<Optional<ContextView>> current) {
        List<Precondition.Matches> named = EntityTags.list("If-Match", ifMatch).stream()
                .filter(tag -> !tag.isWeak())
                .flatMap(tag -> EntityTags.named(key, tag).stream())
                .toList();
        if (named.size() == 1) {
            return named.getFirst();
        }
        Optional<ContextView> shown = current.get().filter(ContextView::isVisible);
        VersionVector version = shown.map(ContextView::version).orElse(VersionVector.EMPTY);
        long restatements = shown.map(ContextView::restatements).orElse(0L);
        for (Precondition.Matches one : named) {
            boolean same = one.restatements() == Precondition.Matches.ANY || one.restatements() == restatements;
            if (shown.isPresent() && same && one.version().equals(version)) {
                return one;
            }
        }
        throw new ProblemException(failed(key, version, restatements));
    }

    /** Tells the current version, which is empty where nothing may be told. */
    public static Problem failed(ContextKey key, VersionVector current, long restatements) {
        Problem problem = Problem.of(
                ProblemType.PRECONDITION_FAILED, "the precondition does not hold for what this site has now");
        return current.isEmpty() ? problem : problem.withHeader("ETag", EntityTags.of(key, current, restatements));
    }
}
