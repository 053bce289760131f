package io.crossweave.cli.site;

import java.net.URI;

/**
 * A site and where it is reached.
 *
 * @param name the region, or the URL where the region is not known
 * @param url without a path
 */
public record Site(String name, URI url) {
    /** Throws IllegalArgumentException for what is no http or https URL. */
    public static Site at(String url) {
        URI parsed = URI.create(url.replaceFirst("/+$", ""));
        boolean isHttp = "http".equals(parsed.getScheme()) || "https".equals(parsed.getScheme());
        if (!isHttp || parsed.getHost() == null || !parsed.getRawPath().isEmpty()) {
            throw new IllegalArgumentException("'" + url + "' is no URL of a site, such as http://127.0.0.1:8081");
        }
        return new Site(parsed.toString(), parsed);
    }
}
