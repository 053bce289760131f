/** Policies that change while sites talk (L11): production lanes over stores in memory, and a checker that knows the policy of now. */
@NullMarked
package io.crossweave.core.projection;

import org.jspecify.annotations.NullMarked;
