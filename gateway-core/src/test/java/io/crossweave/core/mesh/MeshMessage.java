package io.crossweave.core.mesh;

import io.crossweave.core.context.LaneInput;
import io.crossweave.core.link.Heartbeat;

/** What a site puts on the network. */
sealed interface MeshMessage {
    String from();

    String to();

    record Envelope(String from, String to, int shard, LaneInput.Arrived arrived) implements MeshMessage {}

    record Beat(String from, String to, Heartbeat heartbeat) implements MeshMessage {}
}
