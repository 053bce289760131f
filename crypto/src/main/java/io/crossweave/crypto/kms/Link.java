package io.crossweave.crypto.kms;

import io.crossweave.core.model.SiteId;

/** Origin region to destination region: what a data key and a key-encryption key belong to. */
public record Link(String origin, String destination) {
    public Link {
        SiteId.requireRegion(origin);
        SiteId.requireRegion(destination);
        if (origin.equals(destination)) {
            throw new IllegalArgumentException("a link leads to another site, not from " + origin + " to itself");
        }
    }

    @Override
    public String toString() {
        return origin + "→" + destination;
    }
}
