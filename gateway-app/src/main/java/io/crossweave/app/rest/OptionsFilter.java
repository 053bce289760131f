package io.crossweave.app.rest;

import io.crossweave.app.problem.Problem;
import io.crossweave.app.problem.ProblemType;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Answers OPTIONS with the methods that a path has. JAX-RS itself would list those of all paths of a resource class, and find something at
 * paths where nothing is.
 */
@Singleton
final class OptionsFilter {
    /** Behind authentication and its check, before the resources. */
    private static final int PRIORITY = 50;

    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]*}");

    void register(@Observes Filters filters, BeanManager beans) {
        var methods = new TreeMap<String, Set<String>>();
        for (Bean<?> bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
            Path at = bean.getBeanClass().getAnnotation(Path.class);
            if (at != null) {
                for (Method method : bean.getBeanClass().getDeclaredMethods()) {
                    add(methods, at.value(), method);
                }
            }
        }
        Map<String, Set<String>> all = Map.copyOf(methods);
        filters.register(context -> handle(context, all), PRIORITY);
    }

    private static void add(Map<String, Set<String>> methods, String base, Method method) {
        for (Annotation annotation : method.getAnnotations()) {
            var verb = annotation.annotationType().getAnnotation(jakarta.ws.rs.HttpMethod.class);
            if (verb != null) {
                Path below = method.getAnnotation(Path.class);
                String path = below == null ? base : base + "/" + below.value();
                methods.computeIfAbsent(PARAMETER.matcher(path).replaceAll("[^/]+"), at -> new TreeSet<>())
                        .add(verb.value());
            }
        }
    }

    private static void handle(RoutingContext context, Map<String, Set<String>> methods) {
        String path = String.valueOf(context.request().path());
        if (!context.request().method().equals(HttpMethod.OPTIONS) || !path.startsWith("/v1/")) {
            context.next();
            return;
        }
        var allowed = new TreeSet<String>();
        methods.forEach((pattern, verbs) -> {
            if (path.matches(pattern)) {
                allowed.addAll(verbs);
            }
        });
        if (allowed.isEmpty()) {
            OversizeFilter.refuse(context, Problem.of(ProblemType.NOT_FOUND, "there is nothing at this path"));
            return;
        }
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        allowed.add("OPTIONS");
        context.response()
                .setStatusCode(200)
                .putHeader("Allow", String.join(", ", allowed))
                .end();
    }
}
