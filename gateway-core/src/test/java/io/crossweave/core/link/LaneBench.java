package io.crossweave.core.link;

import io.crossweave.core.context.AfterCommit;
import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.LaneItem;
import io.crossweave.core.event.Placeholder;
import io.crossweave.core.event.Restatement;
import io.crossweave.core.event.RestatementApplied;
import io.crossweave.core.event.SharersNotice;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.rows.LinkRows;
import io.crossweave.core.scripted.Changes;
import io.crossweave.core.scripted.LaneSite;
import io.crossweave.core.spi.WriteBatch;
import io.crossweave.core.stored.ReceivedMark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** One site with one destination lane to {@code cc}: what it sends, as text. */
final class LaneBench {
    static final String DESTINATION = "cc";
    private static final int NEVER_BEHIND = Integer.MAX_VALUE;

    final LaneSite site;
    private final LaneId id;
    private final Supplier<SendRoom> room;
    private DestinationLane lane;
    private final List<LinkEffect.Send> sent = new ArrayList<>();
    private final List<ContextKey> shareRequests = new ArrayList<>();
    private int taken;

    LaneBench(ContextKey key) {
        this(key, Changes.NOTE);
    }

    LaneBench(ContextKey key, ContextType type) {
        this(key, type, () -> new SendRoom(WindowBounds.DEFAULT, new CatchUpPace(), NEVER_BEHIND));
    }

    LaneBench(ContextKey key, ContextType type, Supplier<SendRoom> room) {
        this.room = room;
        site = new LaneSite("aa", Set.of("bb", "cc"), key);
        id = new LaneId(type.tier(), key.shard());
        lane = open();
    }

    private DestinationLane open() {
        return new DestinationLane(DESTINATION, id, new LinkRows(site.store()), site.policy, room.get());
    }

    DestinationLane lane() {
        return lane;
    }

    /** A crash and a start: a new link epoch from what is stored. */
    void restart() {
        site.restart();
        taken = 0;
        sent.clear();
        shareRequests.clear();
        lane = open();
    }

    /** Hands over what was logged. */
    LaneBench handOver() {
        List<AfterCommit.Logged> logged = site.followed(AfterCommit.Logged.class);
        logged.subList(taken, logged.size()).forEach(row -> lane.logged(row.row()));
        taken = logged.size();
        return this;
    }

    /** What was logged is never handed over: the lane only hears how far the log reaches. */
    void loseHandOver() {
        List<AfterCommit.Logged> logged = site.followed(AfterCommit.Logged.class);
        taken = logged.size();
        lane.loggedTo(logged.getLast().row().position());
    }

    /** Hands over and pumps until nothing comes; answers what was sent, envelope by envelope. */
    List<List<String>> pump() {
        handOver();
        return collect(() -> {
            List<LinkEffect> effects = lane.pump(site.nowMs);
            while (!effects.isEmpty()) {
                carryOut(effects);
                effects = lane.pump(site.nowMs);
            }
        });
    }

    List<List<String>> tick() {
        return collect(() -> carryOut(lane.tick(site.nowMs)));
    }

    List<List<String>> resend(long from, long to) {
        return collect(() -> carryOut(lane.resend(List.of(new ReceivedMark.Range(from, to)))));
    }

    List<List<String>> turnedAway(long number, ContextKey key) {
        return collect(() -> carryOut(lane.turnedAway(number, List.of(key.fingerprint()), site.nowMs)));
    }

    void confirm(long cumulative) {
        carryOut(lane.confirmed(cumulative));
    }

    private List<List<String>> collect(Runnable action) {
        int before = sent.size();
        action.run();
        return sent.subList(before, sent.size()).stream()
                .map(send -> send.items().stream().map(LaneBench::text).toList())
                .toList();
    }

    private void carryOut(List<LinkEffect> effects) {
        for (LinkEffect effect : effects) {
            switch (effect) {
                case LinkEffect.Send send -> sent.add(send);
                case LinkEffect.RequestShare(ContextKey key) -> shareRequests.add(key);
                case LinkEffect.SaveConfirmed(LaneId saved, long position) -> {
                    var batch = new WriteBatch();
                    new LinkRows(site.store()).putConfirmed(batch, DESTINATION, saved, position);
                    site.store().commit(batch, outcome -> {});
                }
                case LinkEffect.Alarm _ -> {}
            }
        }
    }

    /** What context lanes were asked to share, and now do. */
    int shareRequested() {
        int count = shareRequests.size();
        shareRequests.forEach(key -> site.share(key, DESTINATION));
        shareRequests.clear();
        return count;
    }

    long confirmedPosition() {
        return new LinkRows(site.store()).confirmed(DESTINATION, id);
    }

    List<Long> numbers() {
        return sent.stream().map(LinkEffect.Send::number).toList();
    }

    List<CausalItem> sentItems() {
        return sent.stream()
                .flatMap(send -> send.items().stream())
                .filter(CausalItem.class::isInstance)
                .map(CausalItem.class::cast)
                .toList();
    }

    /** {@code c:3} for a release of the third own event of context c, {@code c:1-2.} for placeholders, {@code c?} for a notice. */
    private static String text(LaneItem item) {
        String name = item.key().id() + ":";
        return switch (item) {
            case StampedEvent event -> name + event.dot().counter();
            case Placeholder run -> name + run.dot().counter() + "-" + run.lastCounter() + ".";
            case SharersNotice notice -> notice.key().id() + "?";
            case Restatement run -> name + run.fromCounter() + "-" + run.lastCounter() + "!";
            case RestatementApplied _ -> name + "applied";
        };
    }

    static List<List<String>> envelopes(String... texts) {
        return Arrays.stream(texts).map(text -> List.of(text.split(" "))).toList();
    }
}
