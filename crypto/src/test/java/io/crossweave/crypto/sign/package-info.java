/** Claims about signatures. */
@NullMarked
package io.crossweave.crypto.sign;

import org.jspecify.annotations.NullMarked;
