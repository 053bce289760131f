/** Set hashes, and comparisons by area. */
@NullMarked
package io.crossweave.core.reconcile;

import org.jspecify.annotations.NullMarked;
