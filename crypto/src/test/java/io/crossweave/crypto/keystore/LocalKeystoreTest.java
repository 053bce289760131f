package io.crossweave.crypto.keystore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.crossweave.crypto.kms.DataKey;
import io.crossweave.crypto.kms.DataKeyId;
import io.crossweave.crypto.kms.KeyMaterial;
import io.crossweave.crypto.kms.KeyWrapping;
import io.crossweave.crypto.kms.KeyWrapping.UnwrapOutcome.Unwrapped;
import io.crossweave.crypto.kms.KeyWrapping.WrapOutcome;
import io.crossweave.crypto.kms.KeyWrapping.WrapOutcome.Wrapped;
import io.crossweave.crypto.kms.KmsContractTest;
import io.crossweave.crypto.kms.Link;
import io.crossweave.crypto.kms.SeededEntropy;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalKeystoreTest extends KmsContractTest {
    @TempDir
    private Path dir = Path.of("set by JUnit");

    @BeforeEach
    void createKeys() {
        KeyDirectory.create(dir, List.of(VIRGINIA, FRANKFURT, TOKYO), new SeededEntropy(1));
    }

    @Override
    protected KeyWrapping at(String region) {
        SiteKeys keys = KeyDirectory.open(dir, region);
        return new LocalKeystore(keys.wrapping(), keys.unwrapping(), new SeededEntropy(System.identityHashCode(keys)));
    }

    @Test
    void sameEntropyWrapsToTheSameBytes() {
        SiteKeys keys = KeyDirectory.open(dir, VIRGINIA);
        DataKey key = new DataKey(new DataKeyId(1, 2), KeyMaterial.of(new byte[32]), 3);
        Link link = new Link(VIRGINIA, TOKYO);

        assertThat(new LocalKeystore(keys.wrapping(), List.of(), new SeededEntropy(5)).wrap(link, key))
                .isEqualTo(new LocalKeystore(keys.wrapping(), List.of(), new SeededEntropy(5)).wrap(link, key));
    }

    @Test
    void aLinkToASiteThatCameLaterIsWrappedForOnceItsKeysAreFollowed() {
        // Given
        SiteKeys before = KeyDirectory.open(dir, VIRGINIA);
        var keystore = new LocalKeystore(before.wrapping(), before.unwrapping(), new SeededEntropy(5));
        DataKey key = new DataKey(new DataKeyId(1, 2), KeyMaterial.of(new byte[32]), 3);
        Link link = new Link(VIRGINIA, "osaka");
        assertThat(keystore.wrap(link, key)).isInstanceOf(WrapOutcome.Unavailable.class);

        // When
        KeyDirectory.create(dir, List.of("osaka"), new SeededEntropy(6));
        SiteKeys now = KeyDirectory.open(dir, VIRGINIA);
        keystore.follow(now.wrapping(), now.unwrapping());

        // Then
        assertThat(keystore.wrap(link, key))
                .isInstanceOfSatisfying(
                        Wrapped.class,
                        wrapped -> assertThat(at("osaka").unwrap(link, wrapped.key()))
                                .isEqualTo(new Unwrapped(key)));
    }

    @Test
    void keysMadeByOpensslAreOpened() throws IOException, InterruptedException {
        Path made = dir.resolve("made.pem");
        assumeTrue(hasOpenssl(), "no openssl here");
        run("genpkey", "-algorithm", "X25519", "-out", made.toString());
        Files.move(made, dir.resolve(TOKYO + "/kek/" + VIRGINIA + ".2.pem"));
        run(
                "pkey",
                "-in",
                dir.resolve(TOKYO + "/kek/" + VIRGINIA + ".2.pem").toString(),
                "-pubout",
                "-out",
                dir.resolve("public/kek/" + VIRGINIA + "." + TOKYO + ".2.pem").toString());
        Link link = new Link(VIRGINIA, TOKYO);
        DataKey key = new DataKey(new DataKeyId(1, 2), KeyMaterial.of(new byte[32]), 3);

        assertThat(at(VIRGINIA).wrap(link, key)).isInstanceOfSatisfying(Wrapped.class, wrapped -> {
            assertThat(wrapped.key().kekId()).endsWith(".2");
            assertThat(at(TOKYO).unwrap(link, wrapped.key())).isEqualTo(new Unwrapped(key));
        });
    }

    private static boolean hasOpenssl() throws InterruptedException {
        try {
            run("version");
            return true;
        } catch (IOException absent) {
            return false;
        }
    }

    private static void run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).as("%s", command).isZero();
    }
}
