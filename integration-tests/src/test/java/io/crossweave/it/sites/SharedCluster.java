package io.crossweave.it.sites;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests one cluster for the whole run: starting one costs more than most tests. Tests use contexts of their own, clear the faults that
 * they order and start again what they kill.
 */
final class SharedCluster implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(SharedCluster.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == SiteCluster.class;
    }

    @Override
    public SiteCluster resolveParameter(ParameterContext parameter, ExtensionContext context) {
        // The root's store lives as long as the run, and closes what it holds.
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(
                        SiteCluster.class,
                        absent -> SiteCluster.start(
                                Path.of("target", "site-cluster-" + System.getProperty("crossweave.fork", "alone"))),
                        SiteCluster.class);
    }
}
