package io.crossweave.crypto.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossweave.crypto.kms.KeyMaterial;
import io.crossweave.crypto.suite.Hkdf;
import io.crossweave.crypto.vectors.Vectors.Node;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class HkdfWycheproofTest {
    @Test
    void everyVectorIsDerivedOrRefusedRightly() throws IOException {
        int derived = 0;
        for (Node group : Vectors.groups("hkdf_sha256_test.json.gz")) {
            for (Node vector : group.list("tests")) {
                decide(vector);
                derived++;
            }
        }
        assertThat(derived).isGreaterThan(50);
    }

    private static void decide(Node vector) {
        if (vector.isValid()) {
            assertThat(derive(vector)).as(vector.label()).isEqualTo(vector.bytes("okm"));
        } else {
            assertThatThrownBy(() -> derive(vector)).as(vector.label()).isInstanceOf(IllegalStateException.class);
        }
    }

    private static byte[] derive(Node vector) {
        KeyMaterial secret = KeyMaterial.of(vector.bytes("ikm"));
        return Hkdf.derive(secret, vector.bytes("salt"), vector.bytes("info"), vector.number("size"));
    }
}
