package io.crossweave.app.wiring;

import io.crossweave.app.configuration.SettingsReader;
import io.crossweave.app.configuration.SiteConfiguration;
import io.crossweave.app.configuration.SiteSettings;
import io.crossweave.core.gateway.Gateway;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Checks the settings, starts the gateway before the first request, and stops it after the last one. */
@Singleton
public class SiteProducer {
    private static final Logger LOG = Logger.getLogger(SiteProducer.class);

    private final SiteSettings settings;
    private final Instance<GatewayLifecycle> lifecycles;
    private @Nullable Gateway gateway;

    SiteProducer(SiteConfiguration configuration, Instance<GatewayLifecycle> lifecycles) {
        this.settings = SettingsReader.read(configuration);
        this.lifecycles = lifecycles;
    }

    void start(@Observes StartupEvent event) {
        if (!lifecycles.isResolvable()) {
            throw new IllegalStateException("this build holds no gateway runtime: nothing implements GatewayLifecycle");
        }
        gateway = lifecycles.get().start(settings);
        LOG.infof("site started site=%s", gateway.site().region());
    }

    void stop(@Observes ShutdownEvent event) {
        if (gateway != null) {
            lifecycles.get().stop();
        }
    }

    @Produces
    @Singleton
    SiteSettings settings() {
        return settings;
    }

    @Produces
    @Singleton
    Gateway gateway() {
        Gateway started = gateway;
        if (started == null) {
            throw new IllegalStateException("the gateway is asked for before it has started");
        }
        return started;
    }
}
