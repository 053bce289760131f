/**
 * What policy and context-type files say, as records, and the readers and checks that make the records from YAML. The records say what
 * an author wrote; they decide nothing: {@code ResidencyPolicy} in the package above compiles them for one site and evaluates them.
 * Context types become the core's own records.
 */
@NullMarked
package io.crossweave.policy.document;

import org.jspecify.annotations.NullMarked;
