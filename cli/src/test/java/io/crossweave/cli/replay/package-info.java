/** Tests of replaying and comparing. */
@NullMarked
package io.crossweave.cli.replay;

import org.jspecify.annotations.NullMarked;
