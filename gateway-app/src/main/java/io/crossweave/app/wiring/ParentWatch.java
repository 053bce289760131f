package io.crossweave.app.wiring;

import io.crossweave.app.configuration.SettingsReader;
import io.crossweave.app.configuration.SiteConfiguration;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Ends a site whose parent has died, where {@code crossweave.parent=stdin} says that it has one. */
@Singleton
final class ParentWatch {
    private static final Logger LOG = Logger.getLogger(ParentWatch.class);

    /** Before the gateway starts: a parent may die meanwhile. */
    private static final int FIRST = 1;

    /** Twice what a shutdown may take. */
    private static final long END_LIMIT_S = 10;

    void start(@Observes @Priority(FIRST) StartupEvent event, SiteConfiguration configuration) {
        if (configuration
                .parent()
                .filter(SettingsReader.PARENT_IS_STDIN::equals)
                .isPresent()) {
            Thread.ofPlatform().daemon().name("parent-watch").start(ParentWatch::endWithParent);
        }
    }

    private static void endWithParent() {
        try (InputStream parent = System.in) {
            parent.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // A broken pipe says the same as its end.
        }
        LOG.warn("standard input has ended, and with it the parent: ending, too");
        Quarkus.asyncExit(0);
        try {
            TimeUnit.SECONDS.sleep(END_LIMIT_S);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // A shutdown that hangs must not leave a site behind that nobody knows of.
        Runtime.getRuntime().halt(1);
    }
}
