/** Claims about sealing and opening together, and what all claims share. */
@NullMarked
package io.crossweave.crypto;

import org.jspecify.annotations.NullMarked;
