package io.crossweave.app.home;

import io.crossweave.app.configuration.SiteSettings;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;
import java.util.SortedMap;

/** Where the other sites' own APIs are; changes as members do. */
@Singleton
public class PeerUrls {
    private volatile SortedMap<String, URI> urls;

    PeerUrls(SiteSettings settings) {
        this.urls = settings.peers().siteUrls();
    }

    public void follow(SortedMap<String, URI> now) {
        urls = now;
    }

    Optional<URI> of(String region) {
        return Optional.ofNullable(urls.get(region));
    }
}
