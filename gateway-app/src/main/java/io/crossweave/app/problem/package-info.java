/**
 * Errors as callers see them: RFC 9457 problem details for whatever goes wrong, the framework's own refusals included. A problem says what,
 * where and which limit; never a payload, a stack trace or another tenant's name. The kinds are described in {@code docs/problems.md}.
 */
@NullMarked
package io.crossweave.app.problem;

import org.jspecify.annotations.NullMarked;
