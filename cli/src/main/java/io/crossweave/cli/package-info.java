/**
 * The entry of the terminal commands: one picocli model of all of them, what they have in common, and how an error becomes one line and
 * an exit code. Each command is a class in {@code command}, named in {@link io.crossweave.cli.Main}. Nothing here knows what a command
 * does; what a script reads goes to standard output, everything else to standard error.
 */
@NullMarked
package io.crossweave.cli;

import org.jspecify.annotations.NullMarked;
