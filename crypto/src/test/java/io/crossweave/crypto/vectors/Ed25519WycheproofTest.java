package io.crossweave.crypto.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.crypto.sign.Signatures;
import io.crossweave.crypto.sign.TrustedKeys;
import io.crossweave.crypto.vectors.Vectors.Node;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class Ed25519WycheproofTest {
    @Test
    void everyVectorIsDecidedRightly() throws IOException {
        int decided = 0;
        for (Node group : Vectors.groups("ed25519_test.json.gz")) {
            byte[] key = group.node("publicKey").bytes("pk");
            boolean usable = TrustedKeys.isUsable(key);
            for (Node vector : group.list("tests")) {
                boolean accepted = usable && verify(key, vector);
                assertThat(accepted).as(vector.label()).isEqualTo(vector.isValid());
                decided++;
            }
        }
        assertThat(decided).isGreaterThan(100);
    }

    private static boolean verify(byte[] key, Node vector) {
        Signatures signatures = new Signatures(new TrustedKeys(Map.of("a", Map.of(1, key))));
        return signatures.verify("a", 1, vector.bytes("msg"), vector.bytes("sig"));
    }
}
