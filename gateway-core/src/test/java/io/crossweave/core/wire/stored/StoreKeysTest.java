package io.crossweave.core.wire.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossweave.core.model.ConflictId;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.model.Tier;
import io.crossweave.core.wire.Corruption;
import io.crossweave.core.wire.SeededItems;
import io.crossweave.core.wire.WireFormatException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class StoreKeysTest {
    private static final ContextKey KEY = new ContextKey("acme", "conversation", "c-1");
    private static final LaneId LANE = new LaneId(Tier.CRITICAL, 9);

    @Test
    void theOrderOfKeysIsThatOfIds() throws WireFormatException {
        var ids = new TreeSet<EntryId>();
        for (long seed = 0; seed < 200; seed++) {
            ids.addAll(new SeededItems(seed).ids());
        }
        // A region that another one begins with, and incarnations beyond the signed range.
        for (String region : List.of("a", "a-b", "ab")) {
            for (long incarnation : new long[] {0, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
                var dot = new Dot(new SiteId(region, incarnation), 3);
                ids.add(EntryId.wholeDot(dot));
                ids.add(new EntryId(dot, 0));
                ids.add(new EntryId(dot, Integer.MAX_VALUE));
            }
        }

        byte[] last = StoreKeys.entries(KEY).from();
        for (EntryId id : ids) {
            byte[] key = StoreKeys.entry(KEY, id);
            assertThat(Arrays.compareUnsigned(last, key)).as("%s", id).isNegative();
            assertThat(StoreKeys.entryId(KEY, key)).isEqualTo(id);
            assertThat(StoreKeys.entryId(KEY, StoreKeys.hole(KEY, id))).isEqualTo(id);
            last = key;
        }
        assertThat(Arrays.compareUnsigned(last, StoreKeys.entries(KEY).to())).isNegative();
    }

    @Test
    void theOrderOfContextsIsThatOfTheirNames() throws WireFormatException {
        var keys = new TreeSet<ContextKey>();
        for (String tenant : List.of("a", "a-", "aa", "b", "~")) {
            for (String type : List.of("t", "t-1", "tt")) {
                for (String id : List.of("1", "1.", "11", "A", "a")) {
                    keys.add(new ContextKey(tenant, type, id));
                }
            }
        }

        byte[] last = StoreKeys.contexts().from();
        for (ContextKey key : keys) {
            byte[] row = StoreKeys.context(key);
            assertThat(Arrays.compareUnsigned(last, row)).as("%s", key).isNegative();
            assertThat(StoreKeys.contextKey(row)).isEqualTo(key);
            assertThat(contains(StoreKeys.contexts("a"), row))
                    .isEqualTo(key.tenant().equals("a"));
            assertThat(contains(StoreKeys.contexts("a", "t"), row))
                    .isEqualTo(key.tenant().equals("a") && key.type().equals("t"));
            last = row;
        }
    }

    @Test
    void aListingGoesOnBehindTheContextThatItEndedWith() {
        KeyRange rest = StoreKeys.behind(StoreKeys.contexts("acme"), KEY);

        assertThat(contains(rest, StoreKeys.context(KEY))).isFalse();
        assertThat(contains(rest, StoreKeys.context(new ContextKey("acme", "conversation", "c-10"))))
                .isTrue();
        assertThat(contains(rest, StoreKeys.context(new ContextKey("acmf", "conversation", "c-1"))))
                .isFalse();
    }

    @Test
    void numbersAreOrderedAndReadBack() throws WireFormatException {
        for (long number : new long[] {1, 255, 256, 1L << 40}) {
            for (byte[] key : List.of(
                    StoreKeys.history(KEY, number), StoreKeys.ownDot(KEY, number), StoreKeys.log(LANE, number))) {
                assertThat(StoreKeys.number(key)).isEqualTo(number);
            }
            assertThat(contains(StoreKeys.logFrom(LANE, 256), StoreKeys.log(LANE, number)))
                    .isEqualTo(number >= 256);
            assertThat(contains(StoreKeys.historyFrom(KEY, 256), StoreKeys.history(KEY, number)))
                    .isEqualTo(number >= 256);
            assertThat(contains(StoreKeys.ownDotsFrom(KEY, 256), StoreKeys.ownDot(KEY, number)))
                    .isEqualTo(number >= 256);
        }
        assertThat(contains(StoreKeys.logFrom(LANE, 0), StoreKeys.log(new LaneId(Tier.CRITICAL, 10), 1)))
                .isFalse();
    }

    @Test
    void tablesAndShardsDontMix() {
        var dot = new Dot(new SiteId("aws-us-east-1", 1), 1);
        byte[] waiting = StoreKeys.inbox(31, KEY, dot);

        assertThat(contains(StoreKeys.inbox(31), waiting)).isTrue();
        assertThat(contains(StoreKeys.inbox(30), waiting)).isFalse();
        assertThat(contains(StoreKeys.quarantine(31), waiting)).isFalse();
        assertThat(contains(StoreKeys.quarantine(31), StoreKeys.quarantine(31, KEY, dot)))
                .isTrue();
        assertThat(contains(StoreKeys.entries(KEY), StoreKeys.hole(KEY, EntryId.wholeDot(dot))))
                .isFalse();
        assertThat(contains(StoreKeys.holes(KEY), StoreKeys.hole(KEY, EntryId.wholeDot(dot))))
                .isTrue();
    }

    @Test
    void allKeysOfOneSiteDiffer() {
        var dot = new Dot(new SiteId("aws-us-east-1", 1), 1);
        var keys = new ArrayList<byte[]>(List.of(
                StoreKeys.context(KEY),
                StoreKeys.entry(KEY, new EntryId(dot, 0)),
                StoreKeys.hole(KEY, new EntryId(dot, 0)),
                StoreKeys.history(KEY, 1),
                StoreKeys.ownDot(KEY, 1),
                StoreKeys.log(LANE, 1),
                StoreKeys.eventId(KEY, "e-1"),
                StoreKeys.inbox(1, KEY, dot),
                StoreKeys.quarantine(1, KEY, dot),
                StoreKeys.declined(1, KEY, dot),
                StoreKeys.received("aws-us-east-1", LANE),
                StoreKeys.confirmed("aws-us-east-1", LANE),
                StoreKeys.openConflict(KEY, new ConflictId("0".repeat(32))),
                StoreKeys.settledConflict(KEY, new ConflictId("0".repeat(32))),
                StoreKeys.conflictId("acme", new ConflictId("0".repeat(32))),
                StoreKeys.deleteMark(KEY, dot),
                StoreKeys.mark("incarnation")));

        assertThat(keys.stream().map(key -> key[0]).distinct()).hasSize(keys.size());
    }

    @Test
    void damagedKeys_areRefusedOrOthers() {
        byte[] entry = StoreKeys.entry(KEY, new EntryId(new Dot(new SiteId("aws-us-east-1", 1), 1), 0));
        byte[] context = StoreKeys.context(KEY);

        Corruption.refusesEveryOtherLength(entry, bytes -> StoreKeys.entryId(KEY, bytes));
        Corruption.bearsEveryFlippedBit(entry, bytes -> StoreKeys.entryId(KEY, bytes));
        Corruption.refusesEveryOtherLength(context, StoreKeys::contextKey);
        Corruption.bearsEveryFlippedBit(context, StoreKeys::contextKey);
        assertThatThrownBy(() -> StoreKeys.number(new byte[7])).isInstanceOf(WireFormatException.class);
    }

    private static boolean contains(KeyRange range, byte[] key) {
        return Arrays.compareUnsigned(range.from(), key) <= 0 && Arrays.compareUnsigned(key, range.to()) < 0;
    }
}
