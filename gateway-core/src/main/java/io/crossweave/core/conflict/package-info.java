/**
 * The conflicts of a context (L6): which concurrent writes overwrote each other, and what settled them. Watches what is applied to a
 * context's state and changes nothing of it; what it notes is a function of the events that were applied, so sites with the same projection
 * note the same. Next: {@code context} commits the notes with the event, {@code gateway} shows them.
 */
@NullMarked
package io.crossweave.core.conflict;

import org.jspecify.annotations.NullMarked;
