/** Claims about key files and the local keystore. */
@NullMarked
package io.crossweave.crypto.keystore;

import org.jspecify.annotations.NullMarked;
