package io.crossweave.crypto.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossweave.crypto.kms.KeyMaterial;
import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignaturesTest {
    private final SigningKey key = new SigningKey(1, KeyMaterial.of(new byte[32]));
    private final Signatures signatures = new Signatures(new TrustedKeys(Map.of("a", Map.of(1, key.publicKey()))));
    private final byte[] message = {1, 2, 3};
    private final byte[] signature = key.sign(message);

    @Test
    void knownKeyOfItsRegionVerifies() {
        assertThat(signatures.verify("a", 1, message, signature)).isTrue();
    }

    @Test
    void unknownRegionOrKeyId_isFalse_alsoAfterAGoodOne() {
        signatures.verify("a", 1, message, signature);

        assertThat(signatures.verify("b", 1, message, signature)).isFalse();
        assertThat(signatures.verify("a", 2, message, signature)).isFalse();
    }

    @Test
    void otherMessageOrSignature_isFalse_alsoAfterAGoodOne() {
        signatures.verify("a", 1, message, signature);
        byte[] changed = signature.clone();
        changed[63] ^= 1;

        assertThat(signatures.verify("a", 1, new byte[] {1, 2}, signature)).isFalse();
        assertThat(signatures.verify("a", 1, new byte[] {1, 2, 4}, signature)).isFalse();
        assertThat(signatures.verify("a", 1, message, changed)).isFalse();
        assertThat(signatures.verify("a", 1, message, new byte[63])).isFalse();
    }

    @Test
    void onlyGoodOnesAreRemembered_andEachOnce() {
        signatures.verify("a", 1, new byte[] {9}, signature);
        assertThat(signatures.rememberedCount()).isZero();

        signatures.verify("a", 1, message, signature);
        signatures.verify("a", 1, message, signature);

        assertThat(signatures.rememberedCount()).isEqualTo(1);
    }

    @Test
    void memoryOfGoodOnesIsBounded() {
        Signatures forgetful = new Signatures(new TrustedKeys(Map.of("a", Map.of(1, key.publicKey()))), 20);
        for (int i = 0; i < 30; i++) {
            byte[] numbered = ByteBuffer.allocate(4).putInt(i).array();
            assertThat(forgetful.verify("a", 1, numbered, key.sign(numbered))).isTrue();
        }

        assertThat(forgetful.rememberedCount()).isEqualTo(20);
    }

    @Test
    void keyThatIsNoPoint_orOfSmallOrder_isNotTrusted() {
        byte[] identity = new byte[32];
        identity[0] = 1;

        assertThatThrownBy(() -> new TrustedKeys(Map.of("a", Map.of(3, identity))))
                .hasMessageContaining("signing key 3 of a");
        assertThatThrownBy(() -> new TrustedKeys(Map.of("a", Map.of(3, new byte[31]))))
                .hasMessageContaining("signing key 3 of a");
    }

    @Test
    void keysAreNotPrinted() {
        assertThat(key.toString()).isEqualTo("SigningKey[1, redacted]");
    }

    @Test
    void whatWasVerifiedUnderAKeyThatIsNoLongerTrustedIsRefused() {
        assertThat(signatures.verify("a", 1, message, signature)).isTrue();

        signatures.trust(new TrustedKeys(Map.of()));
        assertThat(signatures.verify("a", 1, message, signature)).isFalse();

        signatures.trust(new TrustedKeys(Map.of("a", Map.of(1, key.publicKey()))));
        assertThat(signatures.verify("a", 1, message, signature)).isTrue();
    }
}
