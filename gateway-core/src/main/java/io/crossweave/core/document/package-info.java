/**
 * The JSON tree that documents are made of, how it is read from and written to bytes, and how places in it are named.
 *
 * <p>Values are immutable and share structure: a change of one member or one log entry of a document with <i>n</i> of them
 * allocates O(log n) nodes, and two versions of a document hold what they have in common once. Numbers keep the literal that
 * they arrived with and compare as decimals, so that 64-bit ids survive and {@code 1}, {@code 1.0} and {@code 1e0} are equal.
 * Objects hold their members in the order of {@link java.lang.String#compareTo} (UTF-16 code units, the order of RFC 8785).
 *
 * <p>{@link io.crossweave.core.document.JsonReader} is the only way from bytes to values: what it lets through is well-formed
 * Unicode, within its limits, and has no duplicate names, so that nothing behind it needs to ask again. {@link
 * io.crossweave.core.document.JsonWriter} gives the one canonical form, which is what sites compare and what is stored and sealed.
 *
 * <p>Nothing here knows of events, merge rules or policy, reads a clock, or does input and output beyond a stream that the caller
 * gives. The parts that fold entries into a view build these values; the publish path and the stores take their bytes from here.
 */
@NullMarked
package io.crossweave.core.document;

import org.jspecify.annotations.NullMarked;
