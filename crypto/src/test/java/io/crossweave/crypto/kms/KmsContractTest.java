package io.crossweave.crypto.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.crossweave.crypto.kms.KeyWrapping.UnwrapOutcome;
import io.crossweave.crypto.kms.KeyWrapping.WrapOutcome;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/**
 * What every {@link KeyWrapping} must do. A subclass provides the wrapping as each site holds it, with links between all three regions.
 */
public abstract class KmsContractTest {
    protected static final String VIRGINIA = "aws-us-east-1";
    protected static final String FRANKFURT = "azure-germanywestcentral";
    protected static final String TOKYO = "gcp-asia-northeast1";

    private static final Link LINK = new Link(VIRGINIA, FRANKFURT);

    private final Entropy entropy = new SeededEntropy(25519);

    /** The wrapping with the rights of the region's site. */
    protected abstract KeyWrapping at(String region);

    /** Whether an origin is kept by keys, and not only by permissions of a service account, from unwrapping what it wrapped. */
    protected boolean originIsKeptFromUnwrapping() {
        return true;
    }

    @Test
    void destinationUnwrapsWhatOriginWrapped() {
        DataKey key = newKey();

        UnwrapOutcome outcome = at(FRANKFURT).unwrap(LINK, wrapped(key));

        assertThat(outcome).isEqualTo(new UnwrapOutcome.Unwrapped(key));
    }

    @Test
    void wrappedBytesDoNotContainTheKey() {
        DataKey key = newKey();

        String wrapped = HexFormat.of().formatHex(wrapped(key).wrapped());

        assertThat(wrapped)
                .doesNotContain(HexFormat.of().formatHex(key.material().reveal(RawKeyUse.WRAP)));
    }

    @Test
    void wrappingTwiceGivesDifferentBytes() {
        DataKey key = newKey();

        assertThat(wrapped(key).wrapped()).isNotEqualTo(wrapped(key).wrapped());
    }

    @Test
    void originCanNotUnwrapWhatItWrapped() {
        assumeTrue(originIsKeptFromUnwrapping(), "kept by permissions alone here");

        assertThat(at(VIRGINIA).unwrap(LINK, wrapped(newKey()))).isInstanceOf(UnwrapOutcome.Refused.class);
    }

    @Test
    void thirdSiteCanNotUnwrap() {
        assertThat(at(TOKYO).unwrap(LINK, wrapped(newKey()))).isInstanceOf(UnwrapOutcome.Refused.class);
    }

    @Test
    void keyOfAnotherLinkIntoTheSameSite_isRefused() {
        assertThat(at(FRANKFURT).unwrap(new Link(TOKYO, FRANKFURT), wrapped(newKey())))
                .isInstanceOf(UnwrapOutcome.Refused.class);
    }

    @Test
    void keyUnderAnotherId_isRefused() {
        WrappedKey wrapped = wrapped(newKey());
        WrappedKey renamed = new WrappedKey(newKey().id(), wrapped.kekId(), wrapped.wrapped(), wrapped.createdMs());

        assertThat(at(FRANKFURT).unwrap(LINK, renamed)).isInstanceOf(UnwrapOutcome.Refused.class);
    }

    @Test
    void keyWithAnotherCreationTime_isRefused() {
        WrappedKey wrapped = wrapped(newKey());
        WrappedKey younger = new WrappedKey(wrapped.id(), wrapped.kekId(), wrapped.wrapped(), wrapped.createdMs() + 1);

        assertThat(at(FRANKFURT).unwrap(LINK, younger)).isInstanceOf(UnwrapOutcome.Refused.class);
    }

    @Test
    void unknownKek_isRefused() {
        WrappedKey wrapped = wrapped(newKey());
        WrappedKey stray = new WrappedKey(wrapped.id(), wrapped.kekId() + "0", wrapped.wrapped(), wrapped.createdMs());

        assertThat(at(FRANKFURT).unwrap(LINK, stray)).isInstanceOf(UnwrapOutcome.Refused.class);
    }

    @Test
    void anyChangedByte_isRefused() {
        WrappedKey wrapped = wrapped(newKey());
        for (int at = 0; at < wrapped.wrapped().length; at++) {
            byte[] damaged = wrapped.wrapped();
            damaged[at] ^= 0x01;

            assertThat(unwrapBytes(wrapped, damaged)).as("byte %d", at).isInstanceOf(UnwrapOutcome.Refused.class);
        }
    }

    @Test
    void anyOtherLength_isRefused() {
        WrappedKey wrapped = wrapped(newKey());
        byte[] bytes = wrapped.wrapped();
        for (int length : new int[] {0, 1, bytes.length - 1, bytes.length + 1}) {
            assertThat(unwrapBytes(wrapped, Arrays.copyOf(bytes, length)))
                    .as("length %d", length)
                    .isInstanceOf(UnwrapOutcome.Refused.class);
        }
    }

    @Test
    void linkWithNoKek_isUnavailable() {
        assertThat(at(VIRGINIA).wrap(new Link(VIRGINIA, "nowhere-1"), newKey()))
                .isInstanceOf(WrapOutcome.Unavailable.class);
    }

    private UnwrapOutcome unwrapBytes(WrappedKey original, byte[] bytes) {
        WrappedKey changed = new WrappedKey(original.id(), original.kekId(), bytes, original.createdMs());
        return at(FRANKFURT).unwrap(LINK, changed);
    }

    private WrappedKey wrapped(DataKey key) {
        return switch (at(VIRGINIA).wrap(LINK, key)) {
            case WrapOutcome.Wrapped(WrappedKey wrapped) -> wrapped;
            case WrapOutcome.Unavailable(String reason) -> throw new AssertionError(reason);
        };
    }

    private DataKey newKey() {
        ByteBuffer id = ByteBuffer.wrap(entropy.bytes(16));
        return new DataKey(
                new DataKeyId(id.getLong(), id.getLong()), KeyMaterial.of(entropy.bytes(32)), 1_700_000_000_000L);
    }
}
