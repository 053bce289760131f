/**
 * What clients ask for, and the marks by which content is found again wherever it went.
 */
@NullMarked
package io.crossweave.simulator.workload;

import org.jspecify.annotations.NullMarked;
