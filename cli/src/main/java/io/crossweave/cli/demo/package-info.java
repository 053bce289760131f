/**
 * The demo: three sites, each with its own local cloud, as child JVMs of this one. {@link io.crossweave.cli.demo.DemoPlan} says which, {@link
 * io.crossweave.cli.demo.DemoDirectory} is where all of it lies, {@link io.crossweave.cli.demo.Demo} brings it up and down, and {@link
 * io.crossweave.cli.demo.DemoState} tells other commands where it runs.
 */
@NullMarked
package io.crossweave.cli.demo;

import org.jspecify.annotations.NullMarked;
