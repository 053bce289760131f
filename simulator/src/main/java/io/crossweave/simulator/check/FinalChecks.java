package io.crossweave.simulator.check;

import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonWriter;
import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.Placeholder;
import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.gateway.RepairOutcome;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.MergeRule;
import io.crossweave.core.state.ContextState;
import io.crossweave.core.state.Entry;
import io.crossweave.core.stored.ConflictRecord;
import io.crossweave.core.stored.ConflictSide;
import io.crossweave.core.stored.DeleteStamp;
import io.crossweave.simulator.policy.Geography;
import io.crossweave.simulator.site.Site;
import io.crossweave.simulator.site.SiteRows;
import io.crossweave.simulator.workload.Clients;
import io.crossweave.simulator.workload.Markers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What must be true once all faults have ended and the sites have nothing more to say. */
public final class FinalChecks {
    private final Collection<Site> sites;
    private final Geography geography;
    private final Book book;
    private final Map<ContextKey, Set<String>> acknowledged;
    /** The site to which policy releases everything. */
    private final Site open;

    /** By then what a clock showed is heard everywhere, and acted on. */
    private static final long HEARD_MS = 3_000;

    private boolean damaged;
    private boolean changed;

    public FinalChecks(
            Collection<Site> sites, Geography geography, Book book, Map<ContextKey, Set<String>> acknowledged) {
        this.sites = sites;
        this.geography = geography;
        this.book = book;
        this.acknowledged = acknowledged;
        this.open = sites.iterator().next();
    }

    /** Disks were damaged: what was in conflict while an entry was gone or back is not all made again. */
    public void damaged() {
        damaged = true;
    }

    /**
     * Policies changed: of what was withheld once only open conflicts are found when it comes (ADR 0075), and a losing twin was held against
     * what was released of the other (ADR 0063).
     */
    public void policiesChanged() {
        changed = true;
    }

    /** Nothing waits and nothing would be sent again. */
    public void idle() {
        for (Site site : sites) {
            LawBroken.unless(site.isIdle(), Breach.DIVERGENT, () -> site.id() + " is not idle: " + site.unfinished());
            LawBroken.unless(
                    site.unconfirmedRecords() == 0,
                    Breach.OTHER,
                    () -> site.unconfirmedRecords() + " log records of " + site.id() + " would be sent again");
            LawBroken.unless(
                    site.keptRecords() == 0,
                    Breach.OTHER,
                    () -> site.keptRecords() + " log records of " + site.id()
                            + " are kept though all have applied them");
        }
    }

    /** Its peers hold of its entries exactly what it expects them to (L14). */
    public static void repaired(Site site) {
        site.repaired()
                .forEach((peer, outcome) -> LawBroken.unless(
                        outcome.end() == RepairOutcome.End.COMPARED && outcome.differing() == 0,
                        Breach.DIVERGENT,
                        () -> site.id() + " has compared with " + peer + ": " + outcome));
    }

    /** Every site holds all that it may hold, and the vector of all; every acknowledged event is where it may be. */
    public void converged(ContextKey key) {
        ContextState all = open.stored(key);
        List<String> everything = entries(all, open);
        for (Site site : sites) {
            ContextState state = site.stored(key);
            String where = key + " at " + site.id();
            boolean unshared =
                    geography.isOutside(site.region()) && state.vector().size() == 0;
            LawBroken.unless(
                    unshared || state.vector().equals(all.vector()),
                    Breach.DIVERGENT,
                    () -> where + " has the vector " + state.vector() + " instead of " + all.vector());
            List<String> expected = entries(all, site);
            LawBroken.unless(
                    entries(state, site).equals(expected),
                    Breach.DIVERGENT,
                    () -> where + " holds " + entries(state, site) + " instead of " + expected);
            if (!unshared && expected.size() < everything.size()) {
                LawBroken.unless(
                        state.requireView().concealment() != ContextView.Concealment.NOTHING,
                        Breach.OTHER,
                        () -> where + " does not say that something is missing");
            }
            boolean sameProjection = geography.projection(site.region()).equals(geography.projection(open.region()));
            if (sameProjection && (!changed || state.losingTwins().isEmpty())) {
                sameDocument(where, document(state), document(all));
                // What comes back as its emptiness only is in conflict with nothing.
                if (!book.losses().isLostOf(key)) {
                    sameConflicts(where, site.conflicts(key), open.conflicts(key));
                }
            }
            if (site == open && !damaged) {
                resolved(where, state);
            }
            if (Clients.isStrict(key)) {
                book.checkNoOverwrittenValue(site, key, document(state));
                acknowledged(key, site, document(state));
            }
        }
    }

    /** What expired, and is hidden for good, its origin has removed, if it does not stand in a conflict (L16). */
    public void purged(ContextKey key) {
        long slowestMs = sites.stream().mapToLong(Site::nowMs).min().orElseThrow();
        for (Site site : sites) {
            ContextState state = site.stored(key);
            DeleteStamp stamp = state.deleteStamp();
            // Clocks that stand still have told nobody yet that they are past it.
            if (stamp == null
                    || stamp.hlc().millis() >= slowestMs - HEARD_MS
                    || !site.conflicts(key).isEmpty()) {
                continue;
            }
            for (Entry entry : state.live().values()) {
                LawBroken.unless(
                        !entry.id().dot().site().equals(site.id())
                                || !entry.isHiddenBy(stamp)
                                || state.isTwin(entry.id().dot()),
                        Breach.OTHER,
                        () -> entry.id() + " of " + key + " has expired and is kept at " + site.id());
            }
        }
    }

    /**
     * Sites with one projection list the same conflicts, open and settled by the same events (L6). Where something was not here for a while,
     * only what is open is: what is settled, what stands after a delete, and extremes may be of what was not here then.
     */
    private void sameConflicts(String where, List<ConflictRecord> here, List<ConflictRecord> there) {
        if (damaged) {
            return;
        }
        if (changed) {
            List<String> found = openOnly(here);
            List<String> expected = openOnly(there);
            LawBroken.unless(
                    found.equals(expected),
                    Breach.DIVERGENT,
                    () -> where + " lists as open " + found + " instead of " + expected);
            return;
        }
        LawBroken.unless(here.equals(there), Breach.DIVERGENT, () -> where + " lists " + here + " instead of " + there);
    }

    private static List<String> openOnly(List<ConflictRecord> conflicts) {
        return conflicts.stream()
                .filter(conflict -> conflict.isOpen() && isLookedForAgain(conflict.path()))
                .map(conflict -> conflict.path() + " " + live(conflict.left()) + " and " + live(conflict.right()))
                .sorted()
                .toList();
    }

    private static boolean isLookedForAgain(JsonPointer path) {
        return path.depth() > 0 && !Clients.isExtreme(path);
    }

    private static String live(ConflictSide side) {
        return side.parts().stream()
                .filter(part -> part.superseded() == null)
                .map(part -> side.dot() + "." + part.ordinal() + " " + part.path() + " " + part.value())
                .toList()
                .toString();
    }

    /** Whoever asks resolvers has asked about everything, and each answer stands (L5). */
    private static void resolved(String where, ContextState state) {
        ContextView view = state.view();
        List<JsonPointer> left = view == null
                ? List.of()
                : view.provisional().stream()
                        .filter(path -> state.type().ruleAt(path) == MergeRule.RESOLVER)
                        .toList();
        LawBroken.unless(
                left.isEmpty(), Breach.OTHER, () -> where + " shows as provisional what a resolver decides: " + left);
    }

    private static void sameDocument(String where, JsonObject here, JsonObject there) {
        String shown = JsonWriter.toText(here);
        String expected = JsonWriter.toText(there);
        LawBroken.unless(
                shown.equals(expected), Breach.DIVERGENT, () -> where + " shows " + shown + " instead of " + expected);
    }

    private static JsonObject document(ContextState state) {
        JsonObject document = state.document();
        return document == null ? JsonObject.EMPTY : document;
    }

    /** What a site may hold of these entries. */
    private List<String> entries(ContextState state, Site site) {
        var entries = new ArrayList<String>();
        for (Entry entry : state.live().values()) {
            Dot dot = entry.id().dot();
            boolean foreign = !dot.site().region().equals(site.region());
            boolean withheld = geography.isOutside(site.region()) && book.staysInside(state.key(), dot);
            boolean dropped = geography.isBlind(site.region()) && Clients.isPersonal(entry.path());
            if (!foreign || !(withheld || dropped)) {
                entries.add(entry.id() + " " + entry.path() + " " + JsonWriter.toText(entry.value()));
            }
        }
        return entries;
    }

    private void acknowledged(ContextKey key, Site site, JsonObject document) {
        var missing = new TreeSet<>(acknowledged.getOrDefault(key, Set.of()));
        if (geography.isOutside(site.region())) {
            missing.retainAll(book.neverInside());
        }
        missing.removeIf(book.losses()::isLost);
        Documents.log(document).forEach(missing::remove);
        LawBroken.unless(
                missing.isEmpty(),
                Breach.LOST,
                () -> key + " at " + site.id() + " does not show what was acknowledged: " + missing);
    }

    /**
     * What may not be at a site is in none of its bytes, and was in nothing that was sealed for it; what may be is found by the same search.
     *
     * @param always which sites were kept from something by each policy that was ever in force
     */
    public void nothingLeaked(FrameChecks frames, Geography always) {
        var rows = always.equals(geography) ? SiteRows.Rows.ALL : SiteRows.Rows.BUT_CLIENTS_IDS;
        for (Site site : sites) {
            var stored = new TreeMap<String, Character>();
            site.rows()
                    .forEachBytes(
                            rows, (table, bytes) -> Markers.in(bytes).forEach(marker -> stored.put(marker, table)));
            Set<String> foreign = book.foreignTo(site);
            if (geography.isOutside(site.region())) {
                var kept = new TreeSet<>(book.insideOnly());
                kept.retainAll(foreign);
                noneOf(kept, site, stored, sealedFor(always.isOutside(site.region()), site, frames));
                var expected = new TreeSet<>(acknowledged.getOrDefault(Clients.STRICT.getFirst(), Set.of()));
                expected.retainAll(book.neverInside());
                expected.removeIf(book.losses()::isLost);
                expected.removeAll(stored.keySet());
                LawBroken.unless(
                        expected.isEmpty(), Breach.LOST, () -> expected + " are not in the store of " + site.id());
            }
            if (geography.isBlind(site.region())) {
                var personal = new TreeSet<String>();
                foreign.forEach(eventId -> personal.add(Markers.personal(eventId)));
                noneOf(personal, site, stored, sealedFor(always.isBlind(site.region()), site, frames));
            }
        }
    }

    private static Set<String> sealedFor(boolean neverAllowed, Site site, FrameChecks frames) {
        return neverAllowed ? frames.openedAt(site.region()) : Set.of();
    }

    private static void noneOf(Set<String> kept, Site site, Map<String, Character> stored, Set<String> opened) {
        for (String marker : kept) {
            LawBroken.unless(
                    !stored.containsKey(marker),
                    Breach.LEAK,
                    () -> marker + " is in the store of " + site.id() + ", in table " + stored.get(marker));
            LawBroken.unless(!opened.contains(marker), Breach.LEAK, () -> marker + " was sealed for " + site.id());
        }
    }

    /** Dots of sites of which only their emptiness is left. */
    public long bareDots() {
        long bare = 0;
        for (Site site : sites) {
            for (ContextKey key : Clients.keys()) {
                bare += site.rows().bareDots(key);
            }
        }
        return bare;
    }

    /**
     * The history has every dot once but those of losing twins.
     *
     * @param tidied contexts of whose history is left what has something live, and no dot twice
     */
    public void history(Site site, Set<ContextKey> tidied) {
        for (ContextKey key : Clients.keys()) {
            ContextState stored = site.stored(key);
            var dots = new TreeSet<Dot>();
            var full = new TreeSet<Dot>();
            for (CausalItem item : site.rows().history(key)) {
                for (long counter = item.dot().counter(); counter <= item.lastCounter(); counter++) {
                    var dot = new Dot(item.dot().site(), counter);
                    // What is filled stands behind its empty form, and stays there when it is withheld again (ADR
                    // 0075).
                    boolean emptied = changed && (item instanceof Placeholder || full.add(dot));
                    LawBroken.unless(
                            dots.add(dot) || emptied,
                            Breach.DUPLICATE_EFFECT,
                            () -> dot + " twice in the history of " + key);
                }
            }
            var expected = new TreeSet<Dot>();
            for (int i = 0; i < stored.vector().size(); i++) {
                long last = stored.vector().get(stored.vector().siteAt(i));
                for (long counter = 1; counter <= last; counter++) {
                    expected.add(new Dot(stored.vector().siteAt(i), counter));
                }
            }
            // Of a losing twin it has what stands, if anything does.
            expected.removeAll(stored.losingTwins());
            dots.removeAll(stored.losingTwins());
            if (tidied.contains(key)) {
                LawBroken.unless(
                        expected.containsAll(dots),
                        Breach.OTHER,
                        () -> "the history of " + key + " has dots of nobody: " + dots);
                expected.removeIf(dot -> stored.liveOf(dot).isEmpty() && !dots.contains(dot));
            }
            LawBroken.unless(
                    dots.equals(expected),
                    Breach.LOST,
                    () -> "the history of " + key + " at " + site.id() + " has " + dots + " instead of " + expected);
        }
    }

    /** Memory shows what is stored. */
    public static void read(Site site, ContextKey key, Optional<ContextView> read) {
        Optional<ContextView> stored = Optional.ofNullable(site.stored(key).view());
        LawBroken.unless(
                read.equals(stored),
                Breach.OTHER,
                () -> key + " at " + site.id() + " is read as " + read + ", and stored as " + stored);
    }
}
