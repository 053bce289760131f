package io.crossweave.core.gateway;

import io.crossweave.core.model.Dot;
import io.crossweave.core.stored.ConflictRecord;

/**
 * A conflict as this site sees it (L6): values are those of its projection.
 *
 * @param rule by what one of the sides is shown: a merge rule's name, {@code kind} or {@code delete}
 * @param winner the side that is shown of the two
 */
public record ConflictView(ConflictRecord conflict, String rule, Dot winner) {}
