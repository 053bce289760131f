package io.crossweave.crypto.keystore;

import io.crossweave.crypto.kms.KeyWrapping;
import io.crossweave.crypto.kms.KmsContractTest;
import io.crossweave.crypto.kms.SeededEntropy;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
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
}
