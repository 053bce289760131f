package io.crossweave.simulator.network;

import io.crossweave.core.wire.Frame;
import io.crossweave.core.wire.SealedEnvelope;

/** Sees everything that is handed to the network, before anything happens to it. */
public interface FrameObserver {
    void sealed(String to, SealedEnvelope envelope);

    void sent(String from, String to, Frame frame);
}
