/**
 * What tests of other modules use: stand-in clouds as child processes. Ships in this module's test-jar. Nothing here
 * needs the classes of {@code local-clouds}, which must stay off the class path of every test but its own.
 */
@NullMarked
package io.crossweave.core.testing;

import org.jspecify.annotations.NullMarked;
