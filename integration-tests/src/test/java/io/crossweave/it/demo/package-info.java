/**
 * The demo as its user meets it: the launcher as a process, its standard output, its exit codes, and what is left when it is gone. {@link
 * io.crossweave.it.demo.DemoProcess} runs it for any test that wants three real sites.
 */
@NullMarked
package io.crossweave.it.demo;

import org.jspecify.annotations.NullMarked;
