/** The files of the demo: its context types and its policy, as resources below {@code demo/}. The launcher copies them to where its sites read. */
@NullMarked
package io.crossweave.policy.demo;

import org.jspecify.annotations.NullMarked;
