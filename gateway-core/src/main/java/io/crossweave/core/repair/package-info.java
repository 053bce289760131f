/**
 * Finds and mends silent differences (L14): each site looks through its own store for rows that are not what their hashes say, and each
 * origin compares what its destinations hold of its entries with what it expects them to hold. What differs goes to the context lanes,
 * which count again, or ask for a restatement; nothing here changes a context. State machines without threads or clock, but for {@code
 * LocalCheck} and {@code Expectations} that read the store as they go; {@code runtime.live} runs them in the background.
 */
@NullMarked
package io.crossweave.core.repair;

import org.jspecify.annotations.NullMarked;
