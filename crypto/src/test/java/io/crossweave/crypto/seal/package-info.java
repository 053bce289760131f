/** Claims about the life of data keys at their origin. */
@NullMarked
package io.crossweave.crypto.seal;

import org.jspecify.annotations.NullMarked;
