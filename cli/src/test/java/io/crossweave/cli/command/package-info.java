/** Tests of commands against fake sites. */
@NullMarked
package io.crossweave.cli.command;

import org.jspecify.annotations.NullMarked;
