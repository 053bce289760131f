package io.crossweave.core.inbound;

import static io.crossweave.core.scripted.Changes.append;
import static io.crossweave.core.scripted.Changes.note;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.membership.Members;
import io.crossweave.core.membership.Topology;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.model.Tier;
import io.crossweave.core.scripted.LaneSite;
import io.crossweave.core.scripted.PlainSealing;
import io.crossweave.core.wire.Frame;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a relay does with frames that are for others (L9). */
class RelayedFrameTest {
    private static final ContextKey KEY = note("c");
    private static final LaneId LANE = new LaneId(Tier.CRITICAL, KEY.shard());
    private static final Topology STAR = Topology.star("hh", Set.of("aa", "bb", "hh"));

    private final PlainSealing sealing = new PlainSealing();
    private final InboundPath hub = new InboundPath("hh", new Members("hh", STAR), sealing);
    private final InboundPath leaf = new InboundPath("bb", new Members("bb", STAR), sealing);
    private final SentFrames aToB = new SentFrames("aa", "bb", sealing);

    private StampedEvent event() {
        return new LaneSite("aa", Set.of("bb"), KEY).publishes(append(KEY, "e"));
    }

    private static String refusal(Arrival arrival) {
        return ((Arrival.NotForwarded) arrival).reason();
    }

    @Test
    void L9_aRelayForwardsAFrameUnopenedAndAsItCame() {
        Frame sent = aToB.items(LANE, event()).getFirst();

        Arrival arrival = hub.take(sent, 0);

        assertThat(arrival).isInstanceOfSatisfying(Arrival.Onward.class, onward -> {
            assertThat(onward.nextHop()).isEqualTo("bb");
            assertThat(onward.frame()).isSameAs(sent);
        });
        assertThat(sealing.asked()).containsExactly("signature");
    }

    @Test
    void L9_whatARelayForwardsIsTakenBehindItAsOfItsOrigin() {
        StampedEvent event = event();
        var onward = (Arrival.Onward) hub.take(aToB.items(LANE, event).getFirst(), 0);

        Arrival arrival = leaf.take(onward.frame(), 0);

        assertThat(arrival).isInstanceOfSatisfying(Arrival.Items.class, items -> {
            assertThat(items.items()).containsExactly(event);
            assertThat(items.address().origin().region()).isEqualTo("aa");
        });
    }

    @Test
    void L9_keysAndHeartbeatsGoTheSameWay() {
        assertThat(hub.take(aToB.keys(), 0)).isInstanceOf(Arrival.Onward.class);
    }

    @Test
    void L9_whoDoesNotLieOnTheWayForwardsNothing() {
        var aToHub = new SentFrames("aa", "hh", sealing);

        assertThat(refusal(leaf.take(aToHub.items(LANE, event()).getFirst(), 0)))
                .contains("does not lead over here");
        assertThat(sealing.asked()).as("asked before it is refused").isEmpty();
    }

    @Test
    void L9_nothingGoesBackToItsOrigin() {
        var toItself = new SentFrames("aa", "aa", sealing);
        var ofTheRelay = new SentFrames("hh", "aa", sealing);

        assertThat(hub.take(toItself.keys(), 0)).isInstanceOf(Arrival.NotForwarded.class);
        assertThat(hub.take(ofTheRelay.keys(), 0)).isInstanceOf(Arrival.NotForwarded.class);
    }

    @Test
    void L9_aFrameThatIsNotSignedByItsOriginGoesNoFurther() {
        sealing.forge("aa");

        assertThat(refusal(hub.take(aToB.items(LANE, event()).getFirst(), 0))).contains("not as aa signed it");
    }

    @Test
    void L9_aFrameOfNoMemberGoesNoFurther() {
        var stranger = new SentFrames("zz", "bb", sealing);

        assertThat(refusal(hub.take(stranger.keys(), 0))).contains("no peer");
    }

    @Test
    void L9_aFrameThatGoesRoundIsEndedAndOthersGoOn() {
        Frame round = aToB.items(LANE, event()).getFirst();
        for (int time = 0; time < ForwardedFrames.TIMES_MAX; time++) {
            assertThat(hub.take(round, 0)).isInstanceOf(Arrival.Onward.class);
        }

        assertThat(refusal(hub.take(round, 0))).contains("too often");
        assertThat(hub.take(aToB.items(LANE, event()).getFirst(), 0)).isInstanceOf(Arrival.Onward.class);
    }
}
