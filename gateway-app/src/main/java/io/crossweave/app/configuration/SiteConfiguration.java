package io.crossweave.app.configuration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Map;
import java.util.Optional;

/**
 * The configuration tree as it is written. Everything is optional here, so that {@link SettingsReader} can name all that is missing or wrong
 * at once.
 */
@ConfigMapping(prefix = "crossweave")
public interface SiteConfiguration extends PeersConfiguration {
    Site site();

    /** Where the store lies; made where it is absent. */
    Optional<String> dataDir();

    /** Where the store's witness lies, best on another volume; beside the store where it is absent. */
    Optional<String> witnessDir();

    /**
     * How long a start waits for all peers to say what they know of this site; after that the answers of some, or a witness on another
     * volume, are enough.
     */
    @WithDefault("10000")
    long startWaitMs();

    /** The site's keys, readable by nobody else. */
    Optional<String> keysDir();

    /** The file of context types. */
    Optional<String> contextTypes();

    /** The file of jurisdictions and residency rules. */
    Optional<String> policy();

    Tokens tokens();

    /** Where the product itself lies. The launcher tells it to all that it starts; a site has no use for it, but unknown keys are refused. */
    Optional<String> home();

    /** {@code stdin}: the site ends when its standard input does, as it does when the process that started it dies. */
    Optional<String> parent();

    /** A file with the keys of {@link PeersConfiguration}, which is read again while the site runs; these may not stand elsewhere then. */
    Optional<String> peersFile();

    Peers peers();

    Repair repair();

    /** What becomes of a request for a context type whose home is another site: {@code forward} or {@code refuse}. */
    @WithDefault("forward")
    String homeRequests();

    /** For how long the history of contexts is kept, and so a client's event id of which nothing is left: a day at least. */
    @WithDefault("2592000000")
    long historyMs();

    Resolvers resolvers();

    /** Who is asked where a merge rule leaves it to a resolver. */
    interface Resolvers {
        /** How long one may take, in milliseconds. */
        @WithDefault("2000")
        long timeLimitMs();

        /** Where jars with resolvers lie. */
        Optional<String> dir();

        /** Those that are asked over HTTP: their URLs by name. */
        Map<String, String> webhooks();

        /** Files with what those are told as {@code Authorization}, by the same names. */
        Map<String, String> credentials();
    }

    /** This site. */
    interface Site {
        Optional<String> region();
    }

    /** How long a peer may be silent until it is called by these names. */
    interface Peers {
        @WithDefault("5000")
        long suspectAfterMs();

        @WithDefault("15000")
        long partitionedAfterMs();

        @WithDefault("30000")
        long alertAfterMs();

        /** For how long a log is kept for a peer that is silent. */
        @WithDefault("604800000")
        long evictAfterMs();
    }

    /** The search for silent differences. */
    interface Repair {
        /** How often peers are compared, and the store is looked through. */
        @WithDefault("600000")
        long everyMs();

        /** A file with the key of the hashes that are compared, 64 hexadecimal digits; the same at all sites. */
        Optional<String> keyFile();
    }

    /** Who signs bearer tokens. */
    interface Tokens {
        /** A PEM file with the RSA key that tokens are verified with. */
        Optional<String> publicKey();

        @WithDefault("crossweave-demo")
        String issuer();

        @WithDefault("crossweave")
        String audience();
    }
}
