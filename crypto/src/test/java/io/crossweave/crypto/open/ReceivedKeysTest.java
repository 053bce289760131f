package io.crossweave.crypto.open;

import static io.crossweave.crypto.ThreeSites.A;
import static io.crossweave.crypto.ThreeSites.B;
import static io.crossweave.crypto.ThreeSites.C;
import static io.crossweave.crypto.ThreeSites.draft;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.spi.EnvelopeOpener.OpenOutcome;
import io.crossweave.core.wire.EnvelopeHeader;
import io.crossweave.core.wire.EnvelopeKind;
import io.crossweave.core.wire.SealedEnvelope;
import io.crossweave.crypto.ThreeSites;
import io.crossweave.crypto.kms.DataKey;
import io.crossweave.crypto.kms.DataKeyId;
import io.crossweave.crypto.kms.KeyBody;
import io.crossweave.crypto.kms.KeyMaterial;
import io.crossweave.crypto.kms.KeyWrapping.WrapOutcome;
import io.crossweave.crypto.kms.Link;
import io.crossweave.crypto.kms.SwitchableKeyWrapping;
import io.crossweave.crypto.kms.WrappedKey;
import io.crossweave.crypto.seal.LinkSealer;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReceivedKeysTest {
    private final ThreeSites sites = new ThreeSites(4);
    private final SwitchableKeyWrapping service = sites.wrapping(B);
    private final LinkOpener opener = sites.opener(B, service);
    private final LinkSealer sealer = sites.sealer(A);
    private final EnvelopeHeader fromA =
            sites.sealed(sealer, draft(EnvelopeKind.KEY, new byte[0])).header();

    @Test
    void repeatedAnnouncement_isUnwrappedOnce() {
        byte[] body = KeyBody.encode(List.of(wrapped(A, key(1, 100))));

        opener.acceptKeys(fromA, body);
        opener.acceptKeys(fromA, body);

        assertThat(service.unwraps()).isEqualTo(1);
        assertThat(opener.knownKeys(A)).containsExactly(new DataKeyId(1, 1).bytes());
    }

    @Test
    void keyThatCanNotBeUnwrapped_isAskedForOnce() {
        byte[] body = KeyBody.encode(
                List.of(new WrappedKey(new DataKeyId(1, 1), "nobody's", new byte[80], 0), wrapped(A, key(2, 100))));

        opener.acceptKeys(fromA, body);
        opener.acceptKeys(fromA, body);

        assertThat(service.unwraps()).isEqualTo(2);
        assertThat(opener.knownKeys(A)).containsExactly(new DataKeyId(2, 2).bytes());
    }

    @Test
    void refusedBytes_doNotKeepTheRightOnesOut() {
        WrappedKey right = wrapped(A, key(1, 100));
        byte[] damaged = right.wrapped();
        damaged[40] ^= 1;
        opener.acceptKeys(
                fromA, KeyBody.encode(List.of(new WrappedKey(right.id(), right.kekId(), damaged, right.createdMs()))));
        assertThat(opener.knownKeys(A)).isEmpty();

        opener.acceptKeys(fromA, KeyBody.encode(List.of(right)));

        assertThat(opener.knownKeys(A)).hasSize(1);
    }

    @Test
    void L8_keyServiceDownHere_isUnknownKey_untilTheAnnouncementIsRepeated() {
        SealedEnvelope envelope = sites.sealed(sealer, draft(new byte[10]));
        service.cut();
        sites.announceKeys(sealer, opener);
        assertThat(opener.open(envelope.header(), ThreeSites.frames(envelope)))
                .isInstanceOf(OpenOutcome.UnknownKey.class);
        service.heal();

        sites.announceKeys(sealer, opener);

        assertThat(opener.open(envelope.header(), ThreeSites.frames(envelope))).isInstanceOf(OpenOutcome.Opened.class);
    }

    @Test
    void keyOfAnotherOrigin_isNotTakenFromThisOne() {
        opener.acceptKeys(fromA, KeyBody.encode(List.of(wrapped(C, key(1, 100)))));

        assertThat(opener.knownKeys(A)).isEmpty();
        assertThat(opener.knownKeys(C)).isEmpty();
    }

    @Test
    void bodyOfAnotherLayout_changesNothing() {
        opener.acceptKeys(fromA, new byte[] {9, 9, 9});
        opener.acceptKeys(fromA, new byte[0]);

        assertThat(opener.knownKeys(A)).isEmpty();
    }

    @Test
    void newestEightAreReported_newestFirst() {
        for (int i = 1; i <= 10; i++) {
            opener.acceptKeys(fromA, KeyBody.encode(List.of(wrapped(A, key(i, i == 3 ? 1_000 : i)))));
        }

        assertThat(opener.knownKeys(A))
                .extracting(id -> DataKeyId.of(id).high())
                .containsExactly(3L, 10L, 9L, 8L, 7L, 6L, 5L, 4L);
    }

    @Test
    void keysAreBounded_theOldestArrivalLeaves() {
        ReceivedKeys keys = new ReceivedKeys(new Link(A, B), service);
        for (int i = 0; i <= ReceivedKeys.KEPT_MAX; i++) {
            keys.accept(List.of(wrapped(A, key(i, i))));
        }

        assertThat(keys.find(new DataKeyId(0, 0))).isEmpty();
        assertThat(keys.find(new DataKeyId(1, 1))).isPresent();
        assertThat(keys.find(new DataKeyId(ReceivedKeys.KEPT_MAX, ReceivedKeys.KEPT_MAX)))
                .isPresent();
    }

    private static DataKey key(int id, long createdMs) {
        return new DataKey(new DataKeyId(id, id), KeyMaterial.of(new byte[32]), createdMs);
    }

    private WrappedKey wrapped(String origin, DataKey key) {
        return switch (sites.wrapping(origin).wrap(new Link(origin, B), key)) {
            case WrapOutcome.Wrapped(WrappedKey wrapped) -> wrapped;
            case WrapOutcome.Unavailable(String reason) -> throw new AssertionError(reason);
        };
    }
}
