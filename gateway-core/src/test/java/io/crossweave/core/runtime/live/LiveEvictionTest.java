package io.crossweave.core.runtime.live;

import static io.crossweave.core.scripted.Changes.NOTE;
import static io.crossweave.core.scripted.Changes.append;
import static io.crossweave.core.scripted.Changes.delete;
import static io.crossweave.core.scripted.Changes.note;
import static io.crossweave.core.scripted.Changes.remove;
import static io.crossweave.core.scripted.Changes.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.link.SilenceBounds;
import io.crossweave.core.membership.Topology;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.rows.ContextRows;
import io.crossweave.core.rows.LinkRows;
import io.crossweave.core.rows.MemberRows;
import io.crossweave.core.stored.OwnRow;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Members that stay away for longer than a log is kept for them, and come back (L16). */
@Timeout(60)
class LiveEvictionTest {
    private static final Topology TWO = Topology.mesh(List.of("aa", "bb"));
    private static final ContextKey KEY = note("c");
    private static final LaneId LANE = new LaneId(NOTE.tier(), KEY.shard());

    private final LiveNetwork network = new LiveNetwork();

    LiveEvictionTest() {
        network.silence = new SilenceBounds(3_000, 3_001, 3_002, 3_003);
    }

    @AfterEach
    void stop() {
        network.close();
        assertThat(network.failures).isEmpty();
    }

    private boolean evicts(String region, String member) {
        return new MemberRows(network.disk(region)).evicted().contains(member);
    }

    private boolean keepsNoLog(String region) {
        var rows = new LinkRows(network.disk(region));
        return rows.lastLogPosition(LANE) > 0 && rows.trimmed(LANE) == rows.lastLogPosition(LANE);
    }

    private void bothStart() throws Exception {
        network.start("aa", TWO);
        network.start("bb", TWO);
        network.publish("aa", set(KEY, "x", "/x", "old"));
        network.publish("bb", set(KEY, "y", "/y", "of bb"));
        network.publish("aa", append(KEY, "m1"));
        LiveNetwork.until(() -> network.agree(KEY, "aa", "bb"));
    }

    @Test
    void L16_aMemberThatStaysAwayHoldsNoLog_andGetsStatesWhenItIsBack() throws Exception {
        // Given
        bothStart();
        network.stop("bb");
        network.publish("aa", set(KEY, "x2", "/x", "new"));
        network.publish("aa", remove(KEY, "y2", "/y"));

        // When
        LiveNetwork.until(() -> keepsNoLog("aa"));
        assertThat(evicts("aa", "bb")).isTrue();
        network.publish("aa", append(KEY, "m2"));
        LiveNetwork.until(() -> keepsNoLog("aa"));
        network.start("bb", TWO);
        network.publish("bb", append(KEY, "m3"));

        // Then
        LiveNetwork.until(() -> network.agree(KEY, "aa", "bb"));
        assertThat(network.text("bb", KEY)).isEqualTo("{\"log\":[\"m1\",\"m2\",\"m3\"],\"x\":\"new\"}");
        assertThat(evicts("aa", "bb")).isFalse();
        network.publish("aa", append(KEY, "m4"));
        LiveNetwork.until(() -> network.agree(KEY, "aa", "bb"));
        LiveNetwork.until(() -> keepsNoLog("aa"));
    }

    private boolean hasBareDots(String region) {
        var bare = new boolean[1];
        new ContextRows(network.disk(region)).tidying().forEachOwn(KEY, 0, (number, row, item) -> {
            bare[0] |= row instanceof OwnRow.Bare;
            return !bare[0];
        });
        return bare[0];
    }

    @Test
    void L16_whatWasTidiedWhileAMemberWasEvictedIsGoneThereAsWell() throws Exception {
        // Given
        network.historyMs = 1;
        bothStart();
        network.stop("bb");
        LiveNetwork.until(() -> evicts("aa", "bb"));
        network.publish("aa", set(KEY, "x2", "/x", "new"));
        network.publish("aa", set(KEY, "x3", "/x", "newer"));
        network.publish("aa", remove(KEY, "x4", "/x"));

        // When
        LiveNetwork.until(() -> keepsNoLog("aa") && hasBareDots("aa"));
        network.start("bb", TWO);

        // Then
        LiveNetwork.until(() -> network.agree(KEY, "aa", "bb"));
        assertThat(network.text("bb", KEY)).isEqualTo("{\"log\":[\"m1\"],\"y\":\"of bb\"}");
    }

    @Test
    void L16_aStartOfTheOneThatStayedKnowsThatItsLogHasNothingForTheOther() throws Exception {
        // Given
        bothStart();
        network.stop("bb");
        // What was sent before waits for it at its intake.
        LiveNetwork.until(() -> evicts("aa", "bb"));
        network.publish("aa", delete(KEY, "gone"));
        LiveNetwork.until(() -> keepsNoLog("aa"));

        // When
        network.stop("aa");
        network.start("aa", TWO);
        network.publish("aa", append(note("other"), "m1"));
        network.start("bb", TWO);

        // Then
        LiveNetwork.until(() -> network.agree(note("other"), "aa", "bb"));
        LiveNetwork.until(() -> network.agree(KEY, "aa", "bb"));
        assertThat(network.site("bb").read(KEY).orElseThrow().document()).isNull();
    }
}
