package io.crossweave.core.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonWriter;
import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.gateway.PublishOutcome;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.state.ContextState;
import io.crossweave.core.state.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What must be true once all faults have ended and the sites have nothing more to say. */
final class MeshChecks {
    private final Collection<MeshSite> sites;
    private final MeshBook book;
    private final Map<ContextKey, Set<String>> acknowledged;
    /** The site to which policy releases everything. */
    private final MeshSite open;

    MeshChecks(Collection<MeshSite> sites, MeshBook book, Map<ContextKey, Set<String>> acknowledged) {
        this.sites = sites;
        this.book = book;
        this.acknowledged = acknowledged;
        this.open = sites.iterator().next();
    }

    /** Nothing waits and nothing would be sent again. */
    void idle() {
        for (MeshSite site : sites) {
            assertThat(site.isIdle()).as("%s is idle", site.id).isTrue();
            assertThat(site.unconfirmedRecords())
                    .as("log records that %s would send again", site.id)
                    .isZero();
        }
    }

    /** Every site holds all that it may hold, and the vector of all; every acknowledged event is where it may be. */
    void converged(ContextKey key) {
        ContextState all = open.stored(key);
        for (MeshSite site : sites) {
            ContextState state = site.stored(key);
            boolean unshared =
                    site.policy.isOutside(site.id.region()) && state.vector().size() == 0;
            assertThat(state.vector())
                    .as("the vector of %s at %s", key, site.id)
                    .isEqualTo(unshared ? state.vector() : all.vector());
            assertThat(entries(state, site)).as("%s at %s", key, site.id).isEqualTo(entries(all, site));
            if (!unshared && entries(all, site).size() < all.live().size()) {
                assertThat(state.requireView().concealment())
                        .as("%s at %s says that something is missing", key, site.id)
                        .isNotEqualTo(ContextView.Concealment.NOTHING);
            }
            if (site.policy.projection().equals(open.policy.projection())) {
                assertThat(document(state)).as("%s at %s", key, site.id).isEqualTo(document(all));
            }
            if (MeshClients.STRICT.contains(key)) {
                book.checkNoOverwrittenValue(site, key, document(state));
                acknowledged(key, site, document(state));
            }
        }
    }

    private static JsonObject document(ContextState state) {
        JsonObject document = state.document();
        return document == null ? JsonObject.EMPTY : document;
    }

    /** What a site may hold of these entries. */
    private List<String> entries(ContextState state, MeshSite site) {
        var entries = new ArrayList<String>();
        for (Entry entry : state.live().values()) {
            Dot dot = entry.id().dot();
            boolean foreign = !dot.site().equals(site.id);
            boolean withheld = site.policy.isOutside(site.id.region()) && book.staysInside(state.key(), dot);
            boolean dropped = site.policy.isBlind(site.id.region())
                    && entry.path().toString().startsWith("/ssn");
            if (!foreign || !(withheld || dropped)) {
                entries.add(entry.id() + " " + entry.path() + " " + JsonWriter.toText(entry.value()));
            }
        }
        return entries;
    }

    private void acknowledged(ContextKey key, MeshSite site, JsonObject document) {
        var expected = new TreeSet<>(acknowledged.getOrDefault(key, Set.of()));
        if (site.policy.isOutside(site.id.region())) {
            expected.retainAll(book.neverInside());
        }
        assertThat(MeshBook.log(document)).as("%s at %s", key, site.id).containsAll(expected);
    }

    /** What may not be at a site is in none of its bytes; what may be is found by the same search. */
    void nothingLeaked() {
        for (MeshSite site : sites) {
            String bytes = site.rows().bytes();
            String region = site.id.region();
            if (site.policy.isOutside(region)) {
                Set<String> foreign = book.foreignTo(site);
                book.insideOnly().stream()
                        .filter(foreign::contains)
                        .forEach(eventId -> assertThat(bytes.contains(eventId))
                                .as("%s in the store of %s", eventId, site.id)
                                .isFalse());
                acknowledged.getOrDefault(MeshClients.STRICT.getFirst(), Set.of()).stream()
                        .filter(book.neverInside()::contains)
                        .forEach(eventId -> assertThat(bytes.contains(eventId))
                                .as("%s in the store of %s", eventId, site.id)
                                .isTrue());
            }
            if (site.policy.isBlind(region)) {
                book.foreignTo(site)
                        .forEach(eventId -> assertThat(bytes.contains(MeshClients.ssnOf(eventId)))
                                .as("/ssn of %s in the store of %s", eventId, site.id)
                                .isFalse());
            }
        }
    }

    /** Memory shows what is stored, and the history has every dot once but those of losing twins. */
    void stored(MeshSite site) {
        for (ContextKey key : MeshClients.keys()) {
            ContextState stored = site.stored(key);
            assertThat(site.read(key)).as("%s at %s", key, site.id).isEqualTo(view(stored));
            var dots = new ArrayList<Dot>();
            for (CausalItem item : site.rows().history(key)) {
                for (long counter = item.dot().counter(); counter <= item.lastCounter(); counter++) {
                    dots.add(new Dot(item.dot().site(), counter));
                }
            }
            var expected = new TreeSet<Dot>();
            for (int i = 0; i < stored.vector().size(); i++) {
                for (long counter = 1;
                        counter <= stored.vector().get(stored.vector().siteAt(i));
                        counter++) {
                    expected.add(new Dot(stored.vector().siteAt(i), counter));
                }
            }
            expected.removeAll(stored.losingTwins());
            assertThat(dots).as("history of %s at %s", key, site.id).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    private static Optional<ContextView> view(ContextState state) {
        return Optional.ofNullable(state.view());
    }

    /** A client that asks again gets the same answer at every site that may know its event (L1). */
    void answers(List<ContextEvent> asked, long nowMs) {
        for (ContextEvent change : asked) {
            @Nullable Hlc first = null;
            for (MeshSite site : sites) {
                if (book.knows(change.eventId()) && !site.policy.isOutside(site.id.region())) {
                    var outcome = (PublishOutcome.Published)
                            site.publish(List.of(change), nowMs).getFirst();
                    assertThat(outcome.replayed())
                            .as("%s knows %s", site.id, change.eventId())
                            .isTrue();
                    assertThat(first == null ? outcome.hlc() : first)
                            .as("the answer to %s at %s", change.eventId(), site.id)
                            .isEqualTo(outcome.hlc());
                    first = outcome.hlc();
                }
            }
        }
    }
}
