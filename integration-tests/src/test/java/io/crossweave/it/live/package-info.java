/** The live core with real stores, keys and policy in one JVM, over intakes in memory that lose, repeat and reorder. */
@NullMarked
package io.crossweave.it.live;

import org.jspecify.annotations.NullMarked;
