package io.crossweave.cli.token;

import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What a token says of its bearer. */
public record TokenClaims(String subject, String tenant, List<String> groups, List<String> sources) {
    public static final String DEFAULT_TENANT = "default";
    public static final List<String> GROUPS = List.of("reader", "publisher", "operator", "compliance", "admin");

    /** Compliance officers see what others may not: that role is asked for by name. */
    public static final List<String> DEFAULT_GROUPS =
            GROUPS.stream().filter(group -> !group.equals("compliance")).toList();

    public static final List<String> DEFAULT_SOURCES = List.of("human");

    static final Duration LIFE = Duration.ofHours(12);

    private static final String ISSUER = "crossweave-demo";
    private static final String AUDIENCE = "crossweave";

    public TokenClaims {
        groups = List.copyOf(groups);
        sources = List.copyOf(sources);
    }

    /** All that a token has unless something else is asked for. */
    public static TokenClaims ofSubject(String subject) {
        return new TokenClaims(subject, DEFAULT_TENANT, DEFAULT_GROUPS, DEFAULT_SOURCES);
    }

    JsonObject claims(Instant now) {
        return JsonObject.of("iss", new JsonString(ISSUER), "aud", new JsonString(AUDIENCE))
                .with("sub", new JsonString(subject))
                .with("tenant", new JsonString(tenant))
                .with("groups", strings(groups))
                .with("source", sources.size() == 1 ? new JsonString(sources.getFirst()) : strings(sources))
                .with("iat", JsonNumber.of(now.getEpochSecond()))
                .with("exp", JsonNumber.of(now.plus(LIFE).getEpochSecond()));
    }

    private static JsonArray strings(List<String> texts) {
        return JsonArray.of(texts.stream().<JsonValue>map(JsonString::new).toList());
    }
}
