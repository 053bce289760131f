/**
 * Child JVMs and their supervision: {@link io.crossweave.cli.process.Child} starts and ends one, {@link
 * io.crossweave.cli.process.Supervisor} starts again those that die, and {@link io.crossweave.cli.process.LoopbackPorts} finds ports for
 * them. Each child has its standard input from here and ends when that closes, so that none outlives this JVM, however it ends. What a
 * child does is not known here; what it prints goes to its log.
 */
@NullMarked
package io.crossweave.cli.process;

import org.jspecify.annotations.NullMarked;
