package io.crossweave.app.wiring;

import io.crossweave.app.configuration.PeersSettings;
import io.crossweave.app.home.PeerUrls;
import io.crossweave.core.membership.Topology;
import io.crossweave.core.runtime.live.LiveMembers;
import io.crossweave.core.spi.Transport;
import io.crossweave.crypto.SiteCrypto;
import io.crossweave.crypto.keystore.SiteKeys;
import java.util.Map;

/** Has the parts of a running site follow its members. */
record FollowedMembers(LiveMembers members, SiteCrypto crypto, PeerUrls urls) implements MembersReload.Follower {
    @Override
    public void follow(SiteKeys keys) {
        crypto.follow(keys);
    }

    @Override
    public void follow(Topology topology, Map<String, Transport> intakes) {
        members.follow(topology, intakes);
    }

    @Override
    public void follow(PeersSettings peers) {
        urls.follow(peers.siteUrls());
    }

    @Override
    public void refuses(String reason) {
        members.refuses(reason);
    }
}
