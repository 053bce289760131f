/**
 * Context types that are written at one site only: what comes here for another site is sent on to it with the caller's own token, or the
 * caller is told where to go. The other site decides everything; this one adds nothing and keeps nothing.
 */
@NullMarked
package io.crossweave.app.home;

import org.jspecify.annotations.NullMarked;
