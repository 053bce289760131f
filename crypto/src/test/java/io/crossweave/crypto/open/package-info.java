/** Claims about data keys at their destination. */
@NullMarked
package io.crossweave.crypto.open;

import org.jspecify.annotations.NullMarked;
