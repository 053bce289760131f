package io.crossweave.crypto.keystore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossweave.crypto.kms.Link;
import io.crossweave.crypto.kms.SeededEntropy;
import io.crossweave.crypto.sign.Signatures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyDirectoryTest {
    private static final byte[] MESSAGE = "a message".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path dir = Path.of("set by JUnit");

    @Test
    void eachSiteGetsItsOwnKeysAndEverybodysPublicOnes() {
        create("a", "b", "c");

        SiteKeys keys = KeyDirectory.open(dir, "b");

        assertThat(keys.region()).isEqualTo("b");
        assertThat(keys.unwrapping())
                .extracting(PrivateKek::link)
                .containsExactly(new Link("a", "b"), new Link("c", "b"));
        assertThat(keys.wrapping()).extracting(PublicKek::link).containsExactly(new Link("b", "a"), new Link("b", "c"));
        Signatures atA = new Signatures(KeyDirectory.open(dir, "a").trusted());
        byte[] signature = keys.signing().sign(MESSAGE);
        assertThat(atA.verify("b", keys.signing().keyId(), MESSAGE, signature)).isTrue();
        assertThat(atA.verify("c", keys.signing().keyId(), MESSAGE, signature)).isFalse();
    }

    @Test
    void siteNeedsNoFolderButItsOwnAndThePublicOne() throws IOException {
        create("a", "b", "c");
        deleteAll(dir.resolve("a"));
        deleteAll(dir.resolve("c"));

        assertThat(KeyDirectory.open(dir, "b").unwrapping()).hasSize(2);
    }

    @Test
    void privateFilesAreForTheirOwnerAlone() throws IOException {
        create("a", "b");

        try (Stream<Path> files = Files.walk(dir.resolve("a"))) {
            for (Path file : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as("%s", file)
                        .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------");
            }
        }
    }

    @Test
    void laterRegionJoins_andWhatExistsIsKept() {
        create("a", "b");
        Map<Path, String> before = contents();

        create("a", "b", "c");

        assertThat(contents()).containsAllEntriesOf(before);
        assertThat(KeyDirectory.open(dir, "a").wrapping())
                .extracting(PublicKek::link)
                .containsExactly(new Link("a", "b"), new Link("a", "c"));
        assertThat(KeyDirectory.open(dir, "c").unwrapping()).hasSize(2);
    }

    @Test
    void regionsMayEachCreateTheirPartWhereTheyRun() {
        create("a");
        create("b");
        create("a");

        assertThat(KeyDirectory.open(dir, "a").wrapping()).hasSize(1);
        assertThat(KeyDirectory.open(dir, "a").unwrapping()).hasSize(1);
    }

    @Test
    void creationCutShortIsCompletedByTheNext() throws IOException {
        create("a", "b");
        Map<Path, String> before = contents();
        Files.delete(dir.resolve("public/signing/a.1.pem"));
        Files.delete(dir.resolve("public/kek/a.b.1.pem"));

        create("a", "b");

        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void higherNumberSignsAndWraps_andOlderKeysStillVerifyAndUnwrap() throws IOException {
        create("a", "b");
        SiteKeys before = KeyDirectory.open(dir, "a");
        Path other = dir.resolve("other");
        KeyDirectory.create(other, List.of("a", "b"), new SeededEntropy(77));
        Files.move(other.resolve("a/signing.1.pem"), dir.resolve("a/signing.2.pem"));
        Files.move(other.resolve("public/signing/a.1.pem"), dir.resolve("public/signing/a.2.pem"));
        Files.move(other.resolve("a/kek/b.1.pem"), dir.resolve("a/kek/b.2.pem"));
        Files.move(other.resolve("public/kek/b.a.1.pem"), dir.resolve("public/kek/b.a.2.pem"));

        SiteKeys after = KeyDirectory.open(dir, "a");

        assertThat(after.signing().keyId()).isEqualTo(2);
        assertThat(after.unwrapping()).extracting(PrivateKek::kekId).containsExactly("local:b.a.1", "local:b.a.2");
        assertThat(KeyDirectory.open(dir, "b").wrapping())
                .extracting(PublicKek::kekId)
                .containsExactly("local:b.a.2");
        assertThat(new Signatures(after.trusted())
                        .verify("a", 1, MESSAGE, before.signing().sign(MESSAGE)))
                .isTrue();
    }

    @Test
    void filesAreReadByTheJdkToo() throws Exception {
        create("a", "b");
        KeyFactory factory = KeyFactory.getInstance("Ed25519");
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(factory.generatePrivate(
                new PKCS8EncodedKeySpec(KeyFile.read(dir.resolve("a/signing.1.pem"), KeyFile.PRIVATE))));
        signer.update(MESSAGE);
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(factory.generatePublic(
                new X509EncodedKeySpec(KeyFile.read(dir.resolve("public/signing/a.1.pem"), KeyFile.PUBLIC))));
        verifier.update(MESSAGE);

        assertThat(verifier.verify(signer.sign())).isTrue();
    }

    @Test
    void missingSigningKey_isNamed() throws IOException {
        create("a", "b");
        Files.delete(dir.resolve("a/signing.1.pem"));

        assertThatThrownBy(() -> KeyDirectory.open(dir, "a"))
                .isInstanceOf(KeyDirectoryException.class)
                .hasMessageContainingAll("a/signing.1.pem", "does not exist");
        assertThatThrownBy(() -> create("a", "b")).hasMessageContainingAll("a/signing.1.pem", "restore it");
    }

    @Test
    void foreignPublicHalf_isNamed() throws IOException {
        create("a", "b");
        Files.delete(dir.resolve("public/signing/a.1.pem"));
        Files.copy(dir.resolve("public/signing/b.1.pem"), dir.resolve("public/signing/a.1.pem"));

        assertThatThrownBy(() -> KeyDirectory.open(dir, "a"))
                .hasMessageContainingAll("public/signing/a.1.pem", "not the public half", "a/signing.1.pem");
    }

    @Test
    void keyOfTheWrongKind_isNamed() throws IOException {
        create("a", "b");
        Files.delete(dir.resolve("a/kek/b.1.pem"));
        Files.copy(dir.resolve("a/signing.1.pem"), dir.resolve("a/kek/b.1.pem"));

        assertThatThrownBy(() -> KeyDirectory.open(dir, "a"))
                .hasMessageContainingAll("a/kek/b.1.pem", "is no PKCS#8 X25519 private key");
    }

    @Test
    void damagedFiles_areNamed() throws IOException {
        create("a", "b");
        Path file = dir.resolve("public/kek/a.b.1.pem");

        Files.writeString(file, "nothing");
        assertThatThrownBy(() -> KeyDirectory.open(dir, "a")).hasMessageContainingAll("a.b.1.pem", "PEM block");
        Files.writeString(file, "-----BEGIN PUBLIC KEY-----\nAAA=A\n-----END PUBLIC KEY-----\n");
        assertThatThrownBy(() -> KeyDirectory.open(dir, "a")).hasMessageContainingAll("a.b.1.pem", "base64");
        Files.writeString(file, "x".repeat(5_000));
        assertThatThrownBy(() -> KeyDirectory.open(dir, "a")).hasMessageContainingAll("a.b.1.pem", "5000", "4096");
        Files.move(file, dir.resolve("public/kek/a.b.pem"));
        assertThatThrownBy(() -> KeyDirectory.open(dir, "a")).hasMessageContainingAll("a.b.pem", "3 parts");
    }

    @Test
    void privateKeyThatEverybodyCanRead_isRefused() throws IOException {
        create("a", "b");
        Files.setPosixFilePermissions(dir.resolve("a/signing.1.pem"), PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> KeyDirectory.open(dir, "a")).hasMessageContainingAll("a/signing.1.pem", "chmod 600");
    }

    @Test
    void regionNamesThatAreNoFolders_areRefused() {
        assertThatThrownBy(() -> create("public")).hasMessageContaining("shared by all");
        assertThatThrownBy(() -> create("../x")).hasMessageContaining("region '../x'");
    }

    private void create(String... regions) {
        KeyDirectory.create(dir, List.of(regions), new SeededEntropy(contents().size()));
    }

    private Map<Path, String> contents() {
        try (Stream<Path> files = Files.walk(dir)) {
            Map<Path, String> contents = new TreeMap<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(file, Files.readString(file));
            }
            return contents;
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
