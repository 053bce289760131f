/**
 * What an operator sets, read once at start: {@link io.crossweave.app.configuration.SiteConfiguration} is the tree as it is written,
 * {@link io.crossweave.app.configuration.SiteSettings} is the same checked. A wrong value stops the start with its key, the value and what is
 * allowed. Next: {@code wiring} starts the gateway from the settings.
 */
@NullMarked
package io.crossweave.app.configuration;

import org.jspecify.annotations.NullMarked;
