/**
 * One site as a program: it reads the configuration ({@code configuration}), starts the gateway ({@code wiring}), and offers it over HTTP.
 * A request passes {@code security} (who asks), {@code rest} (which call it is), {@code translate} (what is asked, as core types), then the
 * {@link io.crossweave.core.gateway.Gateway}, and comes back as an answer or as a {@code problem}. Nothing here decides about contexts.
 */
@NullMarked
package io.crossweave.app;

import org.jspecify.annotations.NullMarked;
