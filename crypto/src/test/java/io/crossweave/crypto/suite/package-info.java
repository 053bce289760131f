/** Claims about the algorithms, against published vectors where they are at hand. */
@NullMarked
package io.crossweave.crypto.suite;

import org.jspecify.annotations.NullMarked;
