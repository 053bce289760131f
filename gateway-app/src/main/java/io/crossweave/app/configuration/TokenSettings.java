package io.crossweave.app.configuration;

/**
 * What a bearer token must show.
 *
 * @param publicKeyPem the RSA key that it must be signed with, by RS256
 */
public record TokenSettings(String publicKeyPem, String issuer, String audience) {}
