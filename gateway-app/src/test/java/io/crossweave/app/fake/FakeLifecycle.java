package io.crossweave.app.fake;

import io.crossweave.app.configuration.SiteSettings;
import io.crossweave.app.wiring.GatewayLifecycle;
import io.crossweave.core.gateway.Gateway;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;

/** Takes the place of the live gateway in tests of this module. */
@Alternative
@Priority(1)
@Singleton
public final class FakeLifecycle implements GatewayLifecycle {
    private final FakeGateway gateway = new FakeGateway();

    public FakeGateway gateway() {
        return gateway;
    }

    @Override
    public Gateway start(SiteSettings settings) {
        return gateway;
    }

    @Override
    public void stop() {}
}
