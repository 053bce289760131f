package io.crossweave.cli.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossweave.cli.CommandFailure;
import io.crossweave.core.document.JsonLimits;
import io.crossweave.core.document.JsonReader;
import io.crossweave.core.document.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokenKeyTest {
    private static final Instant NOW = Instant.parse("2026-01-15T14:30:00Z");

    @TempDir
    private Path folder;

    private static String decoded(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }

    private PublicKey publicKey() throws Exception {
        byte[] encoded = PemFile.read(TokenKey.publicFile(folder), "PUBLIC KEY");
        return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(encoded));
    }

    @Test
    void thePublicHalfVerifiesWhatThePrivateOneSigned() throws Exception {
        // Given
        TokenKey.create(folder);

        // When
        String token = TokenKey.open(folder).sign(TokenClaims.ofSubject("ann"), NOW);

        // Then
        String[] parts = token.split("\\.", -1);
        assertThat(parts).hasSize(3);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(publicKey());
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
        assertThat(decoded(parts[0])).isEqualTo("{\"alg\":\"RS256\",\"typ\":\"JWT\"}");
    }

    @Test
    void aTokenSaysWhoAndForWhomAndForTwelveHours() {
        String claims = JsonWriter.toText(TokenClaims.ofSubject("ann").claims(NOW));

        assertThat(claims)
                .isEqualTo("{\"aud\":\"crossweave\",\"exp\":1768530600,"
                        + "\"groups\":[\"reader\",\"publisher\",\"operator\",\"admin\"],\"iat\":1768487400,"
                        + "\"iss\":\"crossweave-demo\",\"source\":\"human\",\"sub\":\"ann\",\"tenant\":\"default\"}");
    }

    @Test
    void severalSourcesAreAList() {
        var claims = new TokenClaims("ann", "default", List.of("reader"), List.of("human", "agent"));

        String text = JsonWriter.toText(JsonReader.parse(JsonWriter.toText(claims.claims(NOW)), JsonLimits.DEFAULT));

        assertThat(text).contains("\"source\":[\"human\",\"agent\"]");
    }

    @Test
    void keysAreTheirOwnersAlone() throws Exception {
        TokenKey.create(folder);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("token-signing.pem"))))
                .isEqualTo("rw-------");
    }

    @Test
    void anExistingKeyIsKept() throws Exception {
        TokenKey.create(folder);
        PublicKey first = publicKey();

        TokenKey.create(folder);

        assertThat(publicKey()).isEqualTo(first);
    }

    @Test
    void withoutAKeyTheFailureSaysWhereItIsMissing() {
        assertThatThrownBy(() -> TokenKey.open(folder))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("--token");
    }

    @Test
    void aFileThatIsNoKeyIsNamed() throws Exception {
        Files.writeString(folder.resolve("token-signing.pem"), "hello");

        assertThatThrownBy(() -> TokenKey.open(folder))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("token-signing.pem");
    }
}
