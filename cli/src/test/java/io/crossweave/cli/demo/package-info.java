/** Tests of the demo's files and checks; the demo as a whole is tested end to end elsewhere. */
@NullMarked
package io.crossweave.cli.demo;

import org.jspecify.annotations.NullMarked;
