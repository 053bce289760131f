package io.crossweave.core.model;

import java.util.regex.Pattern;

/** Names one context: tenant, context type and context id. Ordered by these three, in this order. */
public record ContextKey(String tenant, String type, String id) implements Comparable<ContextKey> {
    private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9._~:@-]{1,128}");
    private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._~:@-]{1,256}");

    public ContextKey {
        require(TENANT, "tenant", tenant);
        require(TYPE, "context type", type);
        require(ID, "context id", id);
    }

    private static void require(Pattern pattern, String what, String value) {
        if (!pattern.matcher(value).matches()) {
            throw new IllegalArgumentException(what + " must match " + pattern.pattern());
        }
    }

    @Override
    public int compareTo(ContextKey other) {
        int byTenant = tenant.compareTo(other.tenant);
        if (byTenant != 0) {
            return byTenant;
        }
        int byType = type.compareTo(other.type);
        return byType != 0 ? byType : id.compareTo(other.id);
    }
}
