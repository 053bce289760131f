/**
 * Requests as core types and outcomes as answers, without HTTP: pure functions of bytes, header values and outcomes. What can't be translated
 * ends in a {@link io.crossweave.app.problem.ProblemException} that says where and why. Whether a change fits its context is not decided
 * here; the core knows.
 */
@NullMarked
package io.crossweave.app.translate;

import org.jspecify.annotations.NullMarked;
