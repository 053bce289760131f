package io.crossweave.app.resolve;

import io.crossweave.app.configuration.ResolverSettings;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.spi.ConflictResolver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/** The resolvers that a site has: webhooks, what is on its class path, and what lies in a directory of jars. */
public final class Resolvers {
    private Resolvers() {}

    /** By name. Two of one name, and code that can't be loaded, keep the site from starting. */
    public static SortedMap<String, ConflictResolver> find(ResolverSettings settings) {
        var found = new TreeMap<String, ConflictResolver>();
        ServiceLoader.load(ConflictResolver.class, loader(settings)).forEach(resolver -> add(found, resolver));
        settings.webhooks()
                .forEach((name, url) -> add(
                        found,
                        new WebhookResolver(
                                name,
                                url,
                                Optional.ofNullable(settings.credentials().get(name)))));
        return found;
    }

    private static void add(SortedMap<String, ConflictResolver> found, ConflictResolver resolver) {
        if (found.putIfAbsent(resolver.name(), resolver) != null) {
            throw new IllegalStateException("two resolvers are called '" + resolver.name() + "'");
        }
    }

    /** A site that may have to ask somebody must know who that is. */
    public static void require(Collection<ContextType> types, String region, Collection<String> known) {
        for (ContextType type : types) {
            String resolver = type.arbiter().resolver();
            if (type.arbiter().authority().contains(region) && !known.contains(resolver)) {
                throw new IllegalStateException(
                        "context type '%s' is to be resolved here by '%s', which is unknown; known are %s"
                                .formatted(type.name(), resolver, known.isEmpty() ? "none" : String.join(", ", known)));
            }
        }
    }

    private static ClassLoader loader(ResolverSettings settings) {
        ClassLoader own = Resolvers.class.getClassLoader();
        return settings.directory()
                .<ClassLoader>map(directory -> new URLClassLoader("resolvers", jars(directory), own))
                .orElse(own);
    }

    private static URL[] jars(Path directory) {
        var jars = new ArrayList<URL>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.jar")) {
            for (Path file : files) {
                jars.add(file.toUri().toURL());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the resolvers' directory can't be read", e);
        }
        return jars.toArray(URL[]::new);
    }
}
