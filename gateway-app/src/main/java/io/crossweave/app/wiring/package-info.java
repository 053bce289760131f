/**
 * Where a site is put together: the settings become stores, keys, policy, transports and the live gateway. The rest of the app sees the
 * {@link io.crossweave.core.gateway.Gateway} alone.
 */
@NullMarked
package io.crossweave.app.wiring;

import org.jspecify.annotations.NullMarked;
