package io.crossweave.app.wiring;

import io.crossweave.app.configuration.SiteSettings;
import io.crossweave.core.gateway.Gateway;

/** Brings the site's gateway up and down; exactly one bean implements it. */
public interface GatewayLifecycle {
    /** Called once. The gateway that it gives takes publishes and reads. An exception stops the start of the program. */
    Gateway start(SiteSettings settings);

    /** Called once after {@link #start}, when HTTP takes no more calls: what was acknowledged stays, what is on its way may be dropped. */
    void stop();
}
