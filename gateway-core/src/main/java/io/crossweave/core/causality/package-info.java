/**
 * Causality: version vectors, their public tokens, stamps, and the site clock. A vector says what has been delivered and
 * nothing else (L3); it never picks a winner.
 */
@NullMarked
package io.crossweave.core.causality;

import org.jspecify.annotations.NullMarked;
