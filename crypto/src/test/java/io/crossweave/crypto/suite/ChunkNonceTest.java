package io.crossweave.crypto.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.crypto.kms.KeyMaterial;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChunkNonceTest {
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void noncesOfOneEnvelopeDiffer_whicheverChunkIsLast() {
        byte[] prefix = HEX.parseHex("01020304050607");
        Set<String> nonces = new HashSet<>();
        for (int index = 0; index < 1_000; index++) {
            nonces.add(HEX.formatHex(ChunkCipher.nonce(prefix, index, index + 1)));
            nonces.add(HEX.formatHex(ChunkCipher.nonce(prefix, index, 1_000_000)));
        }

        assertThat(nonces).hasSize(2_000).allMatch(nonce -> nonce.startsWith("01020304050607"));
    }

    @Test
    void nonceIsPrefixIndexAndLastFlag() {
        byte[] prefix = HEX.parseHex("a1a2a3a4a5a6a7");

        assertThat(HEX.formatHex(ChunkCipher.nonce(prefix, 0x0102, 0x0104)))
                .isEqualTo("a1a2a3a4a5a6a7" + "00000102" + "00");
        assertThat(HEX.formatHex(ChunkCipher.nonce(prefix, 0x0103, 0x0104)))
                .isEqualTo("a1a2a3a4a5a6a7" + "00000103" + "01");
    }

    @Test
    void keysAndPrefixesOfEnvelopesDiffer() {
        KeyMaterial dataKey = KeyMaterial.of(new byte[32]);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            byte[] messageId = new byte[32];
            messageId[0] = (byte) i;
            messageId[1] = (byte) (i >>> 8);
            EnvelopeSecrets secrets = EnvelopeSecrets.derive(dataKey, messageId);
            seen.add(HEX.formatHex(secrets.noncePrefix()));
            seen.add(HEX.formatHex(secrets.commitment()));
        }

        assertThat(seen).hasSize(2_000);
    }

    @Test
    void derivationOfSuiteOneIsForEver() {
        EnvelopeSecrets secrets = EnvelopeSecrets.derive(KeyMaterial.of(new byte[32]), new byte[32]);
        byte[] chunk = new ChunkCipher(secrets, new byte[] {1}, 1).seal(0, new byte[] {2}, 0, 1);

        assertThat(HEX.formatHex(secrets.commitment()))
                .isEqualTo("a4a075d6bc91ea26e6b2244dee6329f02c4d8700487705c9e15c3150ad5d4e5f");
        assertThat(HEX.formatHex(chunk)).isEqualTo("47750669af45c409f07ea21f0bc4474d14");
        assertThat(secrets.toString()).isEqualTo("EnvelopeSecrets[redacted]");
    }
}
