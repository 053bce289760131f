/** Seeds as tests, and what must be true of runs themselves. */
@NullMarked
package io.crossweave.simulator;

import org.jspecify.annotations.NullMarked;
