/**
 * Three sites as processes over three stand-in clouds as processes, spoken to by plain HTTP as an app would.
 * {@link io.crossweave.it.sites.SiteCluster} starts and ends them; {@link io.crossweave.it.sites.SharedCluster} gives one of them to all
 * tests that leave it as they found it. What must hold is compared by the tests' own books, and never by the product's own tools.
 *
 * <p>What the cluster leaves behind, logs above all, stands in {@code target/site-cluster-N} of each of the build's test processes until the next run. Longer runs are ordered by
 * {@code -D}: {@code crossweave.dialogues}, {@code crossweave.kills}, {@code crossweave.kills.events}, {@code crossweave.kills.seed},
 * {@code crossweave.faults.events}, {@code crossweave.large.bytes}.
 */
@NullMarked
package io.crossweave.it.sites;

import org.jspecify.annotations.NullMarked;
