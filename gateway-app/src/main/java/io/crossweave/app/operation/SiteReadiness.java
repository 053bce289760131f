package io.crossweave.app.operation;

import io.crossweave.core.gateway.Gateway;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready once the gateway has started. Peers do not count: a site that is cut off from all others goes on serving, and taking it out of
 * service for that would make the outage larger.
 */
@Readiness
@Singleton
public final class SiteReadiness implements HealthCheck {
    private final Gateway gateway;

    SiteReadiness(Gateway gateway) {
        this.gateway = gateway;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("gateway")
                .withData("site", gateway.site().region())
                .up()
                .build();
    }
}
