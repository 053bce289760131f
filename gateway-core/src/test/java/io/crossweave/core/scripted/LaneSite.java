package io.crossweave.core.scripted;

import io.crossweave.core.context.AfterCommit;
import io.crossweave.core.context.ContextLane;
import io.crossweave.core.context.Horizon;
import io.crossweave.core.context.InboxBounds;
import io.crossweave.core.context.LaneInput;
import io.crossweave.core.context.LaneOutput;
import io.crossweave.core.context.LaneSettings;
import io.crossweave.core.context.QuarantineBounds;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonWriter;
import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.event.LaneItem;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.gateway.Precondition;
import io.crossweave.core.gateway.PublishOutcome;
import io.crossweave.core.membership.Members;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.model.Tier;
import io.crossweave.core.reconcile.SetHashKey;
import io.crossweave.core.rows.ContextRows;
import io.crossweave.core.rows.LogRow;
import io.crossweave.core.spi.MemoryStore;
import io.crossweave.core.state.ContextState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The context lane of one shard at one site, stepped by hand; every batch is committed before anything follows. */
public final class LaneSite {
    public final SiteId id;
    public final ScriptedPolicy policy = new ScriptedPolicy();
    /** The site clock. */
    public long nowMs = 1_000_000;

    public final Members members;
    private final int shard;
    private final InboxBounds bounds;
    private final QuarantineBounds quarantine;
    private Map<String, ContextType> types;
    private MemoryStore store = new MemoryStore();
    private ContextLane lane;
    private final List<AfterCommit> followed = new ArrayList<>();
    private long tickets;
    private long numbers;

    /** A lane of the shard that owns {@code key}. */
    public LaneSite(String region, Set<String> peers, ContextKey key) {
        this(region, peers, key, InboxBounds.DEFAULT);
    }

    public LaneSite(String region, Set<String> peers, ContextKey key, InboxBounds bounds) {
        this(region, peers, key, bounds, QuarantineBounds.DEFAULT);
    }

    /** A later life of a region. */
    public LaneSite(SiteId id, Set<String> peers, ContextKey key) {
        this(id, peers, key, InboxBounds.DEFAULT, QuarantineBounds.DEFAULT);
    }

    public LaneSite(String region, Set<String> peers, ContextKey key, InboxBounds bounds, QuarantineBounds quarantine) {
        this(new SiteId(region, 7), peers, key, bounds, quarantine);
    }

    private LaneSite(SiteId id, Set<String> peers, ContextKey key, InboxBounds bounds, QuarantineBounds quarantine) {
        this.id = id;
        this.members = Members.mesh(id.region(), peers);
        this.shard = key.shard();
        this.bounds = bounds;
        this.quarantine = quarantine;
        this.types = Map.of("note", Changes.NOTE, "memo", Changes.MEMO);
        this.lane = open();
    }

    private ContextLane open() {
        return new ContextLane(
                new LaneSettings(id, members, types, policy, bounds, quarantine, SetHashKey.PUBLIC),
                shard,
                new ContextRows(store));
    }

    /** Starts again with these context types. */
    public void restartWith(ContextType... configured) {
        types = new TreeMap<>();
        for (ContextType type : configured) {
            types.put(type.name(), type);
        }
        restart();
    }

    /** Forgets everything that is not in the store. */
    public void restart() {
        store = store.crashed();
        lane = open();
        followed.clear();
    }

    public MemoryStore store() {
        return store;
    }

    public ContextLane lane() {
        return lane;
    }

    // ---- inputs ----------------------------------------------------------------------------------------------------

    public PublishOutcome publish(ContextEvent change) {
        return step(new LaneInput.Publish(++tickets, change, Precondition.NONE)).stream()
                .filter(AfterCommit.Reply.class::isInstance)
                .map(AfterCommit.Reply.class::cast)
                .findFirst()
                .orElseThrow()
                .outcome();
    }

    /** Publishes, and answers the event that came of it. */
    public StampedEvent publishes(ContextEvent change) {
        return step(new LaneInput.Publish(++tickets, change, Precondition.NONE)).stream()
                .filter(AfterCommit.Logged.class::isInstance)
                .map(follows -> ((AfterCommit.Logged) follows).row().event())
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }

    /** Takes one envelope of the first link epoch, under the next number. */
    public void arrive(SiteId origin, LaneItem... items) {
        arrive(origin, 1, ++numbers, items);
    }

    public void arrive(SiteId origin, long linkEpoch, long number, LaneItem... items) {
        step(new LaneInput.Arrived(
                ++tickets, origin, Changes.NOTE.tier(), linkEpoch, number, new ArrayList<>(List.of(items))));
    }

    public void tick() {
        step(new LaneInput.Tick());
    }

    public void trim(Tier tier, long position) {
        step(new LaneInput.Trim(tier, position));
    }

    /** Tidies the history of a context as far as it may go. */
    public void tidy(ContextKey key) {
        tidy(key, Horizon.UNKNOWN);
    }

    /** The same, where so much is heard of the peers. */
    public void tidy(ContextKey key, Horizon horizon) {
        Optional<LaneInput.Tidy> next = Optional.of(new LaneInput.Tidy(key, Long.MAX_VALUE, horizon));
        while (next.isPresent()) {
            next = step(next.get()).stream()
                    .filter(AfterCommit.Tidied.class::isInstance)
                    .flatMap(follows -> ((AfterCommit.Tidied) follows).rest().stream())
                    .findFirst();
        }
    }

    public void share(ContextKey key, String region) {
        step(new LaneInput.Share(key, region));
    }

    public List<AfterCommit> step(LaneInput... inputs) {
        LaneOutput output = lane.step(List.of(inputs), nowMs);
        store.commit(output.batch(), outcome -> {});
        followed.addAll(output.after());
        return output.after();
    }

    // ---- what followed ---------------------------------------------------------------------------------------------

    public <T extends AfterCommit> List<T> followed(Class<T> type) {
        return followed.stream().filter(type::isInstance).map(type::cast).toList();
    }

    public void forgetFollowed() {
        followed.clear();
    }

    public List<LogRow> logged() {
        return followed(AfterCommit.Logged.class).stream()
                .map(AfterCommit.Logged::row)
                .toList();
    }

    /** Own events since the start or {@link #forgetFollowed}, as logged. */
    public List<StampedEvent> ownEvents() {
        var events = new ArrayList<StampedEvent>();
        for (LogRow row : logged()) {
            if (row.event() != null) {
                events.add(row.event());
            }
        }
        return events;
    }

    public List<ContextView> shown() {
        return followed(AfterCommit.Changed.class).stream()
                .map(AfterCommit.Changed::view)
                .toList();
    }

    /** The documents of {@link #shown} as text; {@code absent} where there is none. */
    public List<String> shownTexts() {
        return shown().stream().map(view -> text(view.document())).toList();
    }

    public List<String> alarms() {
        return followed(AfterCommit.Alarm.class).stream()
                .map(AfterCommit.Alarm::what)
                .toList();
    }

    // ---- what is stored --------------------------------------------------------------------------------------------

    /** The context as a fresh lane would read it. */
    public ContextState stored(ContextKey key) {
        return new ContextRows(store).load(key, Changes.NOTE);
    }

    /** The stored document as text; {@code absent} where there is none. */
    public String document(ContextKey key) {
        return text(stored(key).document());
    }

    private static String text(@Nullable JsonObject document) {
        return document == null ? "absent" : JsonWriter.toText(document);
    }
}
