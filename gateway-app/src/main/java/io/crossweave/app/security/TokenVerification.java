package io.crossweave.app.security;

import io.crossweave.app.configuration.SiteSettings;
import io.crossweave.app.configuration.TokenSettings;
import io.quarkus.oidc.Oidc;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.runtime.OidcTenantConfig.SignatureAlgorithm;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Sets bearer tokens up: signed by the configured key with RS256, for this issuer and audience, not expired, with a subject. All of it is
 * checked without asking anybody.
 */
@Singleton
final class TokenVerification {
    void configure(@Observes Oidc oidc, SiteSettings settings) {
        TokenSettings tokens = settings.tokens();
        oidc.create(OidcTenantConfig.builder()
                .publicKey(tokens.publicKeyPem())
                .token()
                .issuer(tokens.issuer())
                .audience(tokens.audience())
                .signatureAlgorithm(SignatureAlgorithm.RS256)
                .subjectRequired()
                // Its age says nothing here: tokens end by their own exp.
                .issuedAtRequired(false)
                .end()
                .build());
    }
}
