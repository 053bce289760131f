/**
 * Who asks. Tokens are verified offline against the configured key ({@link io.crossweave.app.security.TokenVerification}); a verified token
 * becomes a {@link io.crossweave.app.security.Caller}, from whom alone the tenant comes. Groups are enforced where the calls are declared.
 */
@NullMarked
package io.crossweave.app.security;

import org.jspecify.annotations.NullMarked;
