package io.crossweave.crypto.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.crypto.kms.KeyMaterial;
import io.crossweave.crypto.suite.AesGcm;
import io.crossweave.crypto.vectors.Vectors.Node;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class AesGcmWycheproofTest {
    @Test
    void everyVectorOfTheSizesInUseIsDecidedRightly() throws IOException {
        int decided = 0;
        for (Node group : Vectors.groups("aes_gcm_test.json.gz")) {
            boolean inUse = group.number("keySize") == AesGcm.KEY_BYTES * 8
                    && group.number("ivSize") == AesGcm.NONCE_BYTES * 8
                    && group.number("tagSize") == AesGcm.TAG_BYTES * 8;
            if (inUse) {
                for (Node vector : group.list("tests")) {
                    decide(vector);
                    decided++;
                }
            }
        }
        assertThat(decided).isGreaterThan(50);
    }

    private static void decide(Node vector) {
        byte[] nonce = vector.bytes("iv");
        byte[] aad = vector.bytes("aad");
        byte[] message = vector.bytes("msg");
        byte[] sealed = ByteBuffer.allocate(vector.bytes("ct").length + AesGcm.TAG_BYTES)
                .put(vector.bytes("ct"))
                .put(vector.bytes("tag"))
                .array();
        byte[] opened = new byte[sealed.length - AesGcm.TAG_BYTES];

        boolean accepted = new AesGcm(KeyMaterial.of(vector.bytes("key"))).decrypt(nonce, aad, sealed, opened, 0);

        assertThat(accepted).as(vector.label()).isEqualTo(vector.isValid());
        if (vector.isValid()) {
            assertThat(opened).as(vector.label()).isEqualTo(message);
            assertThat(new AesGcm(KeyMaterial.of(vector.bytes("key"))).encrypt(nonce, aad, message, 0, message.length))
                    .as(vector.label())
                    .isEqualTo(sealed);
        } else {
            assertThat(opened).as("plain bytes of %s", vector.label()).containsOnly(0);
        }
    }
}
