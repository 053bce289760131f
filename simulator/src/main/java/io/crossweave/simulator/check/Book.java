package io.crossweave.simulator.check;

import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.context.AfterCommit;
import io.crossweave.core.context.LaneOutput;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonWriter;
import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.event.EventType;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.rows.LogRow;
import io.crossweave.simulator.policy.Geography;
import io.crossweave.simulator.site.Site;
import io.crossweave.simulator.site.SiteObserver;
import io.crossweave.simulator.workload.Clients;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The checker's own books: what each client event was stamped with and what its publisher saw before it, kept by event id and by log
 * elements alone. It knows no vectors. While the run goes on it holds every view to them: each event once, none before its causes.
 */
public final class Book implements SiteObserver {
    private final Geography geography;
    private final int inboxItemsMax;
    private final Watermarks watermarks;
    private final Clocks clocks = new Clocks();
    private boolean damaged;
    private boolean changing;
    private final Losses losses = new Losses();
    private final Map<String, ContextEvent> requests = new TreeMap<>();
    private final Map<String, Line> lines = new TreeMap<>();
    private final IdentityHashMap<LaneOutput, List<Stamping>> underWay = new IdentityHashMap<>();
    private final Map<ContextKey, Set<Dot>> inside = new TreeMap<>();
    /** Values that people chose, and that clients of whole documents wrote, outside or in changes that go there. */
    private final StringBuilder carriedOut = new StringBuilder();

    private final Map<String, VersionVector> versionsShown = new TreeMap<>();
    private final Map<String, Long> restatementsShown = new TreeMap<>();

    /**
     * @param inboxItemsMax how many items may wait in a lane of a site
     */
    public Book(Geography geography, int inboxItemsMax) {
        this.geography = geography;
        this.inboxItemsMax = inboxItemsMax;
        this.watermarks = new Watermarks(geography);
    }

    // ---- keeping the book
    // ------------------------------------------------------------------------------------------------

    /** A client asks a site for a change. */
    public void asked(ContextEvent change) {
        requests.put(change.eventId(), change);
    }

    /** What a client made a site stamp, when that was logged, and what the site showed before. */
    record Stamping(Site site, LogRow row, StampedEvent event, Set<String> seen) {}

    /** What a step is about to stamp for clients: it is in the book once it is in the site's store. */
    @Override
    public void stepping(Site site, LaneOutput output) {
        var shown = new TreeMap<ContextKey, Set<String>>();
        var stampings = new ArrayList<Stamping>();
        for (AfterCommit follows : output.after()) {
            if (follows instanceof AfterCommit.Changed(var view, var _)) {
                shown.put(view.key(), new TreeSet<>(Documents.log(view.document())));
            }
            StampedEvent event = follows instanceof AfterCommit.Logged(var row) ? row.event() : null;
            if (event != null && event.dot().site().equals(site.id())) {
                Set<String> seen = shown.computeIfAbsent(
                        event.key(),
                        key -> new TreeSet<>(Documents.log(site.stored(key).document())));
                stampings.add(new Stamping(site, ((AfterCommit.Logged) follows).row(), event, Set.copyOf(seen)));
            }
        }
        if (!stampings.isEmpty()) {
            underWay.put(output, stampings);
        }
    }

    @Override
    public void settled(Site site, LaneOutput output) {
        LawBroken.unless(
                site.waitingMax() <= inboxItemsMax,
                Breach.OTHER,
                () -> site.waitingMax() + " items wait at " + site.id() + ", " + inboxItemsMax + " may");
        List<Stamping> stampings = underWay.remove(output);
        if (stampings != null) {
            stampings.forEach(this::stampedIfStored);
        }
    }

    private void stampedIfStored(Stamping stamping) {
        StampedEvent event = stamping.event();
        if (!stamping.site().rows().vector(event.key()).covers(event.dot())) {
            return;
        }
        boolean staysInside = Geography.staysInside(event);
        if (staysInside) {
            inside.computeIfAbsent(event.key(), key -> new HashSet<>()).add(event.dot());
        }
        boolean goesOut = !staysInside || geography.isOutside(stamping.site().region());
        boolean copies = event.type() == EventType.RECONCILIATION || event.key().equals(Clients.WHOLE);
        if (goesOut && copies) {
            event.additions().forEach(addition -> carriedOut.append(JsonWriter.toText(addition.value())));
        }
        if (event.type() == EventType.RECONCILIATION) {
            return; // it adds nothing to a log
        }
        Set<String> seen = stamping.seen();
        watermarks.stamped(stamping);
        losses.stamped(event);
        Line line = lines.computeIfAbsent(event.stamp().eventId(), absent -> new Line(new TreeSet<>(seen)));
        checkStamp(event, seen);
        line.add(stamping);
        ContextEvent request = requests.get(event.stamp().eventId());
        if (request == null) {
            throw new LawBroken(Breach.OTHER, "nobody asked for " + event.stamp());
        }
        line.asked(request);
    }

    /** A stamp is later than all that its publisher saw (L7), and labels that were seen stick (L11). */
    private void checkStamp(StampedEvent event, Set<String> seen) {
        for (String cause : seen) {
            Line line = line(cause);
            LawBroken.unless(
                    event.stamp().hlc().compareTo(line.earliest) > 0,
                    Breach.CAUSAL_INVERSION,
                    () -> "the stamp " + event.stamp() + " is not later than what it saw, " + cause);
            LawBroken.unless(
                    Geography.isLabelled(event.labels()) || !line.labelledEverywhere,
                    Breach.LEAK,
                    () -> event.stamp() + " lost the label of what it saw, " + cause);
        }
    }

    // ---- what it says
    // ----------------------------------------------------------------------------------------------------

    /**
     * Events that every site stamped as staying inside: they are found nowhere outside. A client that writes whole documents may have read
     * one inside and carried it into a change that is released, and people may have chosen one: that is theirs, and not counted.
     */
    Set<String> insideOnly() {
        String carried = carriedOut.toString();
        return keys(line -> line.insideEverywhere, eventId -> !carried.contains(eventId));
    }

    /** Events that no site stamped as staying inside. */
    Set<String> neverInside() {
        return keys(line -> !line.insideSomewhere, eventId -> true);
    }

    /** Events that were never stamped at a site. */
    Set<String> foreignTo(Site site) {
        return keys(line -> !line.publishers.contains(site.region()), eventId -> true);
    }

    @Override
    public void diskLost(Site site) {
        losses.diskLost(site);
        watermarks.forget(site.region());
        clocks.forget(site.region());
    }

    /** All sites of the run. */
    public void among(Collection<Site> sites) {
        losses.among(sites);
    }

    /** What nobody holds in full any more. */
    Losses losses() {
        return losses;
    }

    /** Whether the event of a dot stays inside. */
    boolean staysInside(ContextKey key, Dot dot) {
        return inside.getOrDefault(key, Set.of()).contains(dot);
    }

    boolean knows(String eventId) {
        return lines.containsKey(eventId);
    }

    private Set<String> keys(Predicate<Line> which, Predicate<String> named) {
        var keys = new TreeSet<String>();
        lines.forEach((eventId, line) -> {
            if (which.test(line) && named.test(eventId)) {
                keys.add(eventId);
            }
        });
        return keys;
    }

    /**
     * Sites follow other policies: until all are told, a view may lack what is replaced by something that has not come, and show what is
     * released now before its causes (ADR 0075), and what waited somewhere may have been dropped, to come again.
     */
    public void policyChanges() {
        changing = true;
    }

    /** All have been told of the last policies, and hold what these let them hold. */
    public void policyStands() {
        changing = false;
    }

    /** Disks were damaged: until that is mended, views lack what was shown before. The final checks look at what came of it. */
    public void damaged() {
        damaged = true;
    }

    /** Whether a client at the site sees that an event has happened. */
    public static boolean shows(Site site, ContextEvent event) {
        return Documents.log(site.stored(event.key()).document()).contains(event.eventId());
    }

    // ---- views
    // -----------------------------------------------------------------------------------------------------------

    @Override
    public void shown(Site site, ContextView view) {
        ContextKey key = view.key();
        String where = key + " at " + site.id();
        // An own event may be a tick later than the latest that was let in (L7).
        LawBroken.unless(
                view.updatedAt().millis() <= site.nowMs() + Limits.DRIFT_MS_MAX + 1,
                Breach.OTHER,
                () -> where + " shows what is of the future: " + view.updatedAt() + " at " + site.nowMs());
        VersionVector before = versionsShown.put(site.id() + " " + key, view.version());
        Long restated = restatementsShown.put(site.id() + " " + key, view.restatements());
        boolean another = restated != null && restated < view.restatements();
        LawBroken.unless(
                before == null || (view.version().covers(before) && (another || !before.covers(view.version()))),
                Breach.OTHER,
                () -> where + " goes on from " + before + " to " + view.version());
        checkView(site, view, where);
    }

    /** What a site shows of all contexts now. */
    public void showsNow(Site site) {
        for (ContextKey key : Clients.keys()) {
            ContextView view = site.stored(key).view();
            if (view != null) {
                checkView(site, view, key + " at " + site.id());
            }
        }
    }

    private void checkView(Site site, ContextView view, String where) {
        ContextKey key = view.key();
        if (damaged || key.equals(Clients.WHOLE)) {
            return;
        }
        if (key.equals(Clients.STATUS)) {
            LawBroken.unless(
                    changing
                            || geography.isOutside(site.region())
                            || Documents.hasStatus(view.document())
                            || losses.isLostOf(key),
                    Breach.LOST,
                    () -> where + " shows no status, which nobody ever removed");
            return;
        }
        List<String> log = Documents.log(view.document());
        var here = new HashSet<>(log);
        LawBroken.unless(
                here.size() == log.size(), Breach.DUPLICATE_EFFECT, () -> where + " shows an event twice in " + log);
        long counted = log.stream().filter(eventId -> line(eventId).counts).count();
        LawBroken.unless(
                Documents.visits(view.document()) == counted,
                Breach.DUPLICATE_EFFECT,
                () -> where + " counts " + Documents.visits(view.document()) + " for " + counted + " of " + log);
        if (!changing && Clients.isStrict(key)) {
            checkCauses(site, where, log);
            // A lost write may have taken the place of an extreme: of an empty dot only the removals are left.
            if (view.document() != null && !losses.isLostOf(key)) {
                checkExtremes(site, where, log, view.document());
            }
        }
    }

    /** No event without its causes, and none above them in the log. */
    private void checkCauses(Site site, String where, List<String> log) {
        var above = new HashSet<String>();
        for (String eventId : log) {
            for (String cause : line(eventId).causes) {
                LawBroken.unless(
                        above.contains(cause) || mayBeAbsent(cause, site),
                        Breach.CAUSAL_INVERSION,
                        () -> where + " shows " + eventId + " before its cause " + cause);
            }
            above.add(eventId);
        }
    }

    /** Whoever wrote an extreme goes on with it. Outside, a value that is withheld may have taken the place of one that was not. */
    private void checkExtremes(Site site, String where, List<String> log, JsonObject document) {
        for (Extreme extreme : Extreme.values()) {
            OptionalLong shown = extreme.shownIn(document);
            OptionalLong here = extreme.of(log.stream().map(this::line));
            boolean isOutside = geography.isOutside(site.region());
            OptionalLong anywhere = isOutside ? extreme.of(lines.values().stream()) : here;
            OptionalLong least = isOutside ? OptionalLong.empty() : here;
            LawBroken.unless(
                    extreme.isBetween(shown, least, anywhere),
                    Breach.DIVERGENT,
                    () -> where + " shows " + extreme + " " + shown + " where " + here + " was written, and "
                            + anywhere);
        }
    }

    /**
     * The value shown at {@code /x} is of a write that no shown write had seen. Of a client event with two dots a later write names the
     * value of the one that it saw, and only goes before the other by its clock (L1, L2): the other is left where that write was
     * overwritten in turn by a value that is not shown, because it is withheld here or is a losing twin's. Such writes are passed over.
     */
    void checkNoOverwrittenValue(Site site, ContextKey key, JsonObject document) {
        if (document.get("x") instanceof JsonString winner) {
            Set<String> log = new TreeSet<>(Documents.log(document));
            boolean twins = line(winner.value()).hasTwins();
            for (String eventId : log) {
                Line line = line(eventId);
                boolean overwrote = line.writesX && line.causes.contains(winner.value());
                LawBroken.unless(
                        !overwrote || (twins && overwrittenUnseen(eventId, log)),
                        Breach.DIVERGENT,
                        () -> key + " at " + site.id() + ": " + eventId + " had overwritten " + winner.value());
            }
        }
    }

    private boolean overwrittenUnseen(String eventId, Set<String> log) {
        return lines.entrySet().stream()
                .filter(later -> later.getValue().writesX
                        && later.getValue().seenSomewhere.contains(eventId))
                .anyMatch(later -> later.getValue().hasTwins() || !log.contains(later.getKey()));
    }

    @Override
    public void heard(Site site) {
        if (!changing) {
            watermarks.check(site);
        }
        clocks.check(site);
    }

    private Line line(String eventId) {
        Line line = lines.get(eventId);
        if (line == null) {
            throw new LawBroken(Breach.OTHER, "an event that nobody published: " + eventId);
        }
        return line;
    }

    private boolean mayBeAbsent(String eventId, Site site) {
        return losses.isLost(eventId) || (geography.isOutside(site.region()) && line(eventId).insideSomewhere);
    }
}
