/**
 * The commands of the launcher, one class each. A command reads its options, does its work and answers with an {@link
 * io.crossweave.cli.ExitCode}; it reports a failure by throwing {@link io.crossweave.cli.CommandFailure} and never prints one itself.
 */
@NullMarked
package io.crossweave.cli.command;

import org.jspecify.annotations.NullMarked;
