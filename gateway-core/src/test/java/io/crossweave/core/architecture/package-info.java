/**
 * The rules that keep the core a pure state machine, as tests over its compiled classes. The other modules that must be pure take the same
 * rules from here. {@code fixture} breaks each of them once, which proves that they can fail.
 */
@NullMarked
package io.crossweave.core.architecture;

import org.jspecify.annotations.NullMarked;
