/**
 * The way in: {@link io.crossweave.crypto.open.LinkOpener} checks who signed a frame, takes the data keys that origins wrapped for this
 * site, and opens whole envelopes; the core then decompresses and delivers. No clock, no randomness. Nothing that fails a check yields a
 * byte, and a key that is not here yet is told apart from a forgery.
 */
@NullMarked
package io.crossweave.crypto.open;

import org.jspecify.annotations.NullMarked;
