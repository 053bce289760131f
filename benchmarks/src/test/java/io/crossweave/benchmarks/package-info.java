/** Every benchmark runs: figures are not looked at, since on a shared machine they would say nothing. */
@NullMarked
package io.crossweave.benchmarks;

import org.jspecify.annotations.NullMarked;
