/**
 * A site in memory for tests of the HTTP surface: it stamps and applies by the core's own code, without a store, peers or policy.
 */
@NullMarked
package io.crossweave.app.fake;

import org.jspecify.annotations.NullMarked;
