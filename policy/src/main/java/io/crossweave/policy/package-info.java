/**
 * The residency policy: files in, decisions out. {@link io.crossweave.policy.PolicyFiles} reads and checks files of context types and
 * rules; {@link io.crossweave.policy.ResidencyPolicy} answers for each event and destination what may leave (L8), and for each
 * submission whether this site may hold it. It decides by what an event is and where it would go, reads no clock, keeps no state and
 * transforms nothing: the publish path drops what the answer names, seals the rest and sends it.
 *
 * <p>Reading order: {@code yaml} → {@code document} → {@code PolicyFiles} → {@code PathIndex} → {@code Route} → {@code ResidencyPolicy}.
 */
@NullMarked
package io.crossweave.policy;

import org.jspecify.annotations.NullMarked;
