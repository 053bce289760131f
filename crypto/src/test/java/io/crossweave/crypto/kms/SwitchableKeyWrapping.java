package io.crossweave.crypto.kms;

/** A key service that can be cut off and healed, in front of a working one; it counts what reached the working one. */
public final class SwitchableKeyWrapping implements KeyWrapping {
    private final KeyWrapping working;
    private volatile boolean down;
    private int wraps;
    private int unwraps;

    public SwitchableKeyWrapping(KeyWrapping working) {
        this.working = working;
    }

    public void cut() {
        down = true;
    }

    public void heal() {
        down = false;
    }

    public synchronized int wraps() {
        return wraps;
    }

    public synchronized int unwraps() {
        return unwraps;
    }

    @Override
    public WrapOutcome wrap(Link link, DataKey key) {
        if (down) {
            return new WrapOutcome.Unavailable("the key service is cut off");
        }
        synchronized (this) {
            wraps++;
        }
        return working.wrap(link, key);
    }

    @Override
    public UnwrapOutcome unwrap(Link link, WrappedKey wrapped) {
        if (down) {
            return new UnwrapOutcome.Unavailable("the key service is cut off");
        }
        synchronized (this) {
            unwraps++;
        }
        return working.unwrap(link, wrapped);
    }
}
