/** Tests of supervision, with a child that does nothing. */
@NullMarked
package io.crossweave.cli.process;

import org.jspecify.annotations.NullMarked;
