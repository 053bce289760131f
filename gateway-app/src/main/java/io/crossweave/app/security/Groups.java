package io.crossweave.app.security;

/** The groups of a token that open calls. An admin may all that the others may. */
public final class Groups {
    /** Reads and watches. */
    public static final String READER = "reader";
    /** Publishes. */
    public static final String PUBLISHER = "publisher";
    /** Sees how the site and its peers do. */
    public static final String OPERATOR = "operator";

    public static final String ADMIN = "admin";

    private Groups() {}
}
