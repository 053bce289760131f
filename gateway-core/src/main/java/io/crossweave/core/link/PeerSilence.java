package io.crossweave.core.link;

import io.crossweave.core.gateway.PeerStatus;
import java.util.Optional;

/** Watches the silence of one peer: each change of its state is told once, and an alert once for each silence that is long enough (L17). */
public final class PeerSilence {
    private final SilenceBounds bounds;
    private PeerStatus.State state = PeerStatus.State.UP;
    private boolean alerted;

    /**
     * What is new.
     *
     * @param alert whether the silence has just become long enough for one
     */
    public record News(PeerStatus.State state, boolean alert, long silentMs) {}

    public PeerSilence(SilenceBounds bounds) {
        this.bounds = bounds;
    }

    /** Takes how long the peer has been silent by now; empty where nothing changed. */
    public Optional<News> look(long silentMs) {
        PeerStatus.State before = state;
        boolean alertedBefore = alerted;
        state = bounds.state(silentMs);
        alerted = silentMs >= bounds.alertMs();
        return state == before && alerted == alertedBefore
                ? Optional.empty()
                : Optional.of(new News(state, alerted && !alertedBefore, silentMs));
    }
}
