/**
 * The state of one context (L2, L3): live entries, what is remembered about entries that are not here, and the view that merge rules show
 * of the entries. Applying an event adds its entries and removes those that it names, nothing else. Owned by one context lane; the views
 * that it hands out are immutable and share structure. Next: {@code publish} translates requests against it, {@code context} drives it.
 */
@NullMarked
package io.crossweave.core.state;

import org.jspecify.annotations.NullMarked;
