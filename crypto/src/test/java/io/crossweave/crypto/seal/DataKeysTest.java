package io.crossweave.crypto.seal;

import static io.crossweave.crypto.ThreeSites.A;
import static io.crossweave.crypto.ThreeSites.B;
import static io.crossweave.crypto.ThreeSites.C;
import static io.crossweave.crypto.ThreeSites.NOW;
import static io.crossweave.crypto.ThreeSites.draft;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.spi.EnvelopeSealer.SealOutcome;
import io.crossweave.crypto.ThreeSites;
import io.crossweave.crypto.kms.DataKeyId;
import io.crossweave.crypto.kms.KeyBody;
import io.crossweave.crypto.kms.SwitchableKeyWrapping;
import io.crossweave.crypto.kms.WrappedKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class DataKeysTest {
    private final ThreeSites sites = new ThreeSites(3);
    private final SwitchableKeyWrapping service = sites.wrapping(A);

    @Test
    void L8_keyServiceDown_isNoKey_andNothingLeaves() {
        LinkSealer sealer = sites.sealer(A, service, DataKeyLife.STANDARD);
        service.cut();

        SealOutcome outcome = sealer.seal(draft(new byte[10]), sites.entropy.bytes(32), NOW);

        assertThat(outcome)
                .isEqualTo(
                        new SealOutcome.NoKey("no data key for link " + A + "→" + B + ": the key service is cut off"));
        assertThat(sealer.wrappedKeys(B)).isEmpty();
    }

    @Test
    void L8_sealingResumesWhenTheKeyServiceIsBack() {
        LinkSealer sealer = sites.sealer(A, service, DataKeyLife.STANDARD);
        service.cut();
        seal(sealer, NOW);
        service.heal();

        assertThat(seal(sealer, NOW + OutboundKeys.RETRY_MS - 1)).isInstanceOf(SealOutcome.NoKey.class);
        assertThat(seal(sealer, NOW + OutboundKeys.RETRY_MS)).isInstanceOf(SealOutcome.Sealed.class);
    }

    @Test
    void L8_keyOutageAtRenewal_goesOnWithTheKeyInUse_untilItIsSpent() {
        LinkSealer sealer = sites.sealer(A, service, new DataKeyLife(1_000, 1_000, 1_000_000));
        DataKeyId first = keyId(sealer, NOW);
        service.cut();

        assertThat(keyId(sealer, NOW + 900)).isEqualTo(first);
        assertThat(seal(sealer, NOW + 1_200)).isInstanceOf(SealOutcome.NoKey.class);
        service.heal();
        assertThat(keyId(sealer, NOW + 1_500)).isNotEqualTo(first);
    }

    @Test
    void keyIsRenewedByAge_announcedBeforeItIsUsed() {
        LinkSealer sealer = sites.sealer(A, service, DataKeyLife.STANDARD);
        DataKeyId first = keyId(sealer, NOW);
        long hour = 3_600_000;

        assertThat(keyId(sealer, NOW + hour * 8 / 10 - 1)).isEqualTo(first);
        assertThat(announced(sealer)).containsExactly(first);
        assertThat(keyId(sealer, NOW + hour * 8 / 10)).isEqualTo(first);
        assertThat(announced(sealer)).hasSize(2).startsWith(first);
        assertThat(keyId(sealer, NOW + hour - 1)).isEqualTo(first);
        DataKeyId second = keyId(sealer, NOW + hour);

        assertThat(second).isNotEqualTo(first);
        assertThat(announced(sealer)).containsExactly(first, second);
        assertThat(service.wraps()).isEqualTo(2);
    }

    @Test
    void keyIsRenewedByEnvelopes() {
        LinkSealer sealer = sites.sealer(A, service, new DataKeyLife(1_000_000, 10, 1_000_000));

        List<DataKeyId> used = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            used.add(keyId(sealer, NOW));
        }

        assertThat(new HashSet<>(used.subList(0, 10))).hasSize(1);
        assertThat(new HashSet<>(used.subList(10, 20))).hasSize(1).doesNotContain(used.getFirst());
    }

    @Test
    void keyIsRenewedByBytes() {
        LinkSealer sealer = sites.sealer(A, service, new DataKeyLife(1_000_000, 1_000, 100));

        Set<DataKeyId> used = new HashSet<>();
        for (int i = 0; i < 30; i++) {
            used.add(keyId(sealer, NOW));
        }

        assertThat(used).as("30 envelopes of 10 bytes, 100 bytes a key").hasSize(3);
    }

    @Test
    void standardLifeIsOneHour_2to32Envelopes_64GiB() {
        DataKeyLife life = DataKeyLife.STANDARD;

        assertThat(life.allows(3_599_999, 1L << 32, 64L << 30)).isTrue();
        assertThat(life.allows(3_600_000, 1, 1)).isFalse();
        assertThat(life.allows(0, (1L << 32) + 1, 1)).isFalse();
        assertThat(life.allows(0, 1, (64L << 30) + 1)).isFalse();
        assertThat(life.wantsNext(2_880_000, 0, 0)).isTrue();
        assertThat(life.wantsNext(2_879_999, 3_435_973_835L, 54_975_581_387L)).isFalse();
        assertThat(life.wantsNext(0, 3_435_973_836L, 0)).isTrue();
        assertThat(life.wantsNext(0, 0, 54_975_581_388L)).isTrue();
    }

    @Test
    void eachLinkHasItsOwnKey_andARestartMakesNewOnes() {
        LinkSealer sealer = sites.sealer(A, service, DataKeyLife.STANDARD);
        DataKeyId toB = keyId(sealer, NOW);

        assertThat(sealer.wrappedKeys(C)).isEmpty();
        assertThat(keyId(sites.sealer(A, service, DataKeyLife.STANDARD), NOW)).isNotEqualTo(toB);
    }

    @Test
    void formerKeysStayAnnounced_boundedly() {
        LinkSealer sealer = sites.sealer(A, service, new DataKeyLife(1_000_000, 1, 1_000_000));
        List<DataKeyId> used = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            used.add(keyId(sealer, NOW));
        }

        assertThat(announced(sealer))
                .hasSizeBetween(OutboundKeys.FORMER_MAX + 1, OutboundKeys.FORMER_MAX + 2)
                .containsAll(used.subList(10 - OutboundKeys.FORMER_MAX - 1, 10));
    }

    @Test
    void manyCallersAtOnceWrapOneKey() throws InterruptedException, ExecutionException {
        LinkSealer sealer = sites.sealer(A, service, DataKeyLife.STANDARD);
        Set<DataKeyId> used = new HashSet<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<DataKeyId>> calls = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                calls.add(callers.submit(() -> keyId(sealer, NOW)));
            }
            for (Future<DataKeyId> call : calls) {
                used.add(call.get());
            }
        }

        assertThat(used).hasSize(1);
        assertThat(service.wraps()).isEqualTo(1);
    }

    private SealOutcome seal(LinkSealer sealer, long nowMs) {
        return sealer.seal(draft(new byte[10]), sites.entropy.bytes(32), nowMs);
    }

    private DataKeyId keyId(LinkSealer sealer, long nowMs) {
        return DataKeyId.of(
                sites.sealed(sealer, draft(new byte[10]), nowMs).header().dataKeyId());
    }

    private static List<DataKeyId> announced(LinkSealer sealer) {
        return KeyBody.decode(sealer.wrappedKeys(B).orElseThrow()).orElseThrow().stream()
                .map(WrappedKey::id)
                .toList();
    }
}
