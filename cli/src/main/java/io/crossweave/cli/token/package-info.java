/**
 * Bearer tokens of the demo: an RSA key pair in the demo's {@code keys}, and JSON Web Tokens (RFC 7519) signed by it with RS256. Sites hold
 * the public half only. Nothing here verifies a token: that is the sites' part.
 */
@NullMarked
package io.crossweave.cli.token;

import org.jspecify.annotations.NullMarked;
