/** Sites for tests of commands: HTTP servers that answer as the public contract says, and hold everything in memory. */
@NullMarked
package io.crossweave.cli.fake;

import org.jspecify.annotations.NullMarked;
