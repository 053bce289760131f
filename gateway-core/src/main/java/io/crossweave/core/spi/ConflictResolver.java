package io.crossweave.core.spi;

import io.crossweave.core.document.JsonValue;
import java.util.Optional;

/**
 * Decides what is to stand where several sites wrote at once, at paths whose rule is {@code resolver}. Found by ServiceLoader. It is asked at
 * one site, on threads of its own, also on several at once, for a limited time after which its thread is interrupted. Its answer becomes an
 * event like any other, so it need not give the same one twice. What it throws, takes too long over or leaves undecided is left to people.
 */
public interface ConflictResolver {
    /** The name under which context types ask for it: lower-case letters, digits and dashes. */
    String name();

    /** The value that is to stand; empty where it can't decide. */
    Optional<JsonValue> resolve(ContestedPath contested) throws Exception;
}
