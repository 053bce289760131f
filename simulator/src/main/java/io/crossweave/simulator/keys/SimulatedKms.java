package io.crossweave.simulator.keys;

import io.crossweave.crypto.keystore.LocalKeystore;
import io.crossweave.crypto.keystore.SiteKeys;
import io.crossweave.crypto.kms.DataKey;
import io.crossweave.crypto.kms.Entropy;
import io.crossweave.crypto.kms.KeyWrapping;
import io.crossweave.crypto.kms.Link;
import io.crossweave.crypto.kms.WrappedKey;
import java.util.function.BooleanSupplier;

/** A key service that wraps and unwraps truly, and does not answer at all during an outage. */
public final class SimulatedKms implements KeyWrapping {
    private static final String DOWN = "the key service is down";

    private final KeyWrapping keystore;
    private final BooleanSupplier down;

    public SimulatedKms(SiteKeys keys, Entropy entropy, BooleanSupplier down) {
        this.keystore = new LocalKeystore(keys.wrapping(), keys.unwrapping(), entropy);
        this.down = down;
    }

    @Override
    public WrapOutcome wrap(Link link, DataKey key) {
        return down.getAsBoolean() ? new WrapOutcome.Unavailable(DOWN) : keystore.wrap(link, key);
    }

    @Override
    public UnwrapOutcome unwrap(Link link, WrappedKey wrapped) {
        return down.getAsBoolean() ? new UnwrapOutcome.Unavailable(DOWN) : keystore.unwrap(link, wrapped);
    }
}
