package io.crossweave.simulator.workload;

import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.event.BodyHash;
import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.event.DeltaOperation;
import io.crossweave.core.event.Payload;
import io.crossweave.core.event.Provenance;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Labels;
import io.crossweave.core.state.ContextState;
import io.crossweave.simulator.policy.Geography;
import io.crossweave.simulator.policy.SimulatedPolicy;
import io.crossweave.simulator.site.Site;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What clients ask for. An event id is in the log that its change appends to, and in the value that it writes; it ends with a letter, so
 * that none is part of another.
 */
public final class Clients {
    private static final int SHARD = new ContextKey("tenant", "note", Markers.CONTEXT + 0).shard();

    /** Logs, counters, sets and registers; both in one shard, in lanes of two tiers. */
    public static final List<ContextKey> STRICT = List.of(key("note", 0), key("memo", 0));

    /** The same, and deletes; in the lane of the first. */
    public static final ContextKey DELETED = key("note", 1);

    /** Whole documents and merge patches, which may undo each other; in the lane of the second. */
    public static final ContextKey WHOLE = key("memo", 1);

    /**
     * Whole documents of one value out of few: writing what is there already is no operation, so of one change that was asked for at two
     * sites often only one did something.
     */
    public static final ContextKey STATUS = key("memo", 2);

    /** One that lives for a second after what is written to it, mostly; written seldom, and only where histories are short. */
    public static final ContextKey BRIEF = key("note", 2);

    /** A conversation, in a lane of the third tier. */
    public static final ContextKey CHAT = key("chat", 0);

    private static final int BRIEF_EVERY = 14;
    private static final int COUNTED_PARTS = 10;
    private static final JsonNumber COUNTED_PART = JsonNumber.of("0.1");

    private static final JsonPointer SSN = JsonPointer.parse("/ssn");
    /** A path without a class: what is copied there brings the one of where it was. */
    private static final JsonPointer COPIED = JsonPointer.parse("/copied");

    private static final Set<JsonPointer> EXTREMES = Set.of(JsonPointer.parse("/best"), JsonPointer.parse("/least"));

    private final SplittableRandom random;
    private final Geography geography;
    private final List<ContextEvent> asked = new ArrayList<>();
    /** Whether some values need several chunks and frames. */
    private final boolean writesLarge;

    /** Contexts whose history is kept for a short time: of these nobody asks again for a change that may be forgotten. */
    private final SortedSet<ContextKey> tidied = new TreeSet<>();

    /** Whether the changes of those contexts are of a kind that not all sites may hear of. */
    private boolean staysInside;

    private int serial;

    public Clients(SplittableRandom random, Geography geography) {
        this.random = random;
        this.geography = geography;
        this.writesLarge = random.nextInt(16) == 0;
        if (random.nextInt(3) > 0) {
            tidied.addAll(List.of(DELETED, WHOLE, STATUS, BRIEF));
            staysInside = random.nextInt(3) > 0;
        }
    }

    /** One of those of a type that are in the shard. */
    private static ContextKey key(String type, int index) {
        return IntStream.iterate(0, serial -> serial + 1)
                .mapToObj(serial -> new ContextKey("tenant", type, Markers.CONTEXT + serial))
                .filter(key -> key.shard() == SHARD)
                .skip(index)
                .findFirst()
                .orElseThrow();
    }

    public static boolean isStrict(ContextKey key) {
        return STRICT.contains(key) || key.equals(CHAT);
    }

    public static List<ContextKey> keys() {
        var keys = new ArrayList<>(STRICT);
        keys.add(DELETED);
        keys.add(WHOLE);
        keys.add(STATUS);
        keys.add(BRIEF);
        keys.add(CHAT);
        return keys;
    }

    /** A change that was never asked for, or one whose answer was lost. */
    public ContextEvent next(Site site) {
        if (!asked.isEmpty() && random.nextInt(100) < 18) {
            // Mostly a recent one: clients don't wait for minutes before they ask again.
            int back = random.nextInt(random.nextInt(3) == 0 ? asked.size() : Math.min(asked.size(), 12));
            ContextEvent again = asked.get(asked.size() - 1 - back);
            if (!tidied.contains(again.key())) {
                return again;
            }
        }
        ContextEvent change = change(site);
        asked.add(change);
        return change;
    }

    public SortedSet<ContextKey> tidied() {
        return tidied;
    }

    /** One more change of a context with a short history, of which all sites may hear from now on. */
    public ContextEvent late(ContextKey key, Site site) {
        staysInside = false;
        String eventId = Markers.eventId(++serial);
        var change = new ContextEvent(
                key, eventId, payload(key, site, eventId), Labels.NONE, from("human"), BodyHash.UNKNOWN);
        asked.add(change);
        return change;
    }

    /** Everything that was ever asked for. */
    public List<ContextEvent> asked() {
        return asked;
    }

    /** Whether the greatest or least value is kept at a path. */
    public static boolean isExtreme(JsonPointer path) {
        return EXTREMES.contains(path);
    }

    /** Whether what stands there is personal data, in the contexts that this workload writes. */
    public static boolean isPersonal(JsonPointer path) {
        return path.equals(SSN) || path.equals(COPIED);
    }

    public static String ssnOf(String eventId) {
        return Markers.personal(eventId);
    }

    private ContextEvent change(Site site) {
        String eventId = Markers.eventId(++serial);
        ContextKey key =
                tidied.contains(BRIEF) && random.nextInt(BRIEF_EVERY) == 0 ? BRIEF : keys().get(random.nextInt(5));
        if (staysInside && tidied.contains(key) && geography.isOutside(site.region())) {
            // Who writes to a context shares it.
            key = STRICT.getFirst();
        }
        Payload payload = payload(key, site, eventId);
        boolean labelled = random.nextInt(100) < 20 && !tidied.contains(key);
        Labels labels = labelled ? Labels.of("residency", "EU") : Labels.NONE;
        Provenance from = random.nextInt(10) == 0 ? urgent(source(key)) : from(source(key));
        long ttlS = key.equals(BRIEF) && random.nextInt(5) > 0 ? 1 : 0;
        return new ContextEvent(key, eventId, payload, labels, from, ttlS, BodyHash.UNKNOWN);
    }

    private static Provenance from(String source) {
        return new Provenance(source, null, null, null, null, null);
    }

    private static Provenance urgent(String source) {
        var metadata = JsonObject.of("priority", new JsonString("HIGH"));
        return new Provenance(source, null, null, null, null, null, JsonObject.of("metadata", metadata));
    }

    private String source(ContextKey key) {
        if (tidied.contains(key) && staysInside) {
            // So that a site begins to share the context when much of it is tidied.
            return SimulatedPolicy.STAYS_INSIDE;
        }
        int dice = random.nextInt(100);
        return dice < 10 ? SimulatedPolicy.STAYS_INSIDE : dice < 40 ? "agent" : "human";
    }

    /** What somebody says in the conversation; with what is known by then, if anything. */
    public ContextEvent said(String speaker, String text, @Nullable JsonObject known) {
        String eventId = Markers.eventId(++serial);
        var message = JsonObject.of("id", new JsonString(eventId))
                .with("speaker", new JsonString(speaker))
                .with("text", new JsonString(text));
        var operations = new ArrayList<DeltaOperation>();
        operations.add(new DeltaOperation.Append(JsonPointer.parse("/log"), message));
        if (known != null) {
            operations.add(set("/state", known));
        }
        var said = new ContextEvent(
                CHAT, eventId, new Payload.Delta(operations), Labels.NONE, from("human"), BodyHash.UNKNOWN);
        asked.add(said);
        return said;
    }

    private Payload payload(ContextKey key, Site site, String eventId) {
        if (key.equals(STATUS)) {
            return new Payload.State(JsonObject.of("status", tag()));
        }
        if (key.equals(WHOLE)) {
            return wholePayload(site.stored(key), eventId);
        }
        return key.equals(DELETED) && random.nextInt(100) < 10 ? new Payload.Deletion() : delta(key, eventId);
    }

    private Payload delta(ContextKey key, String eventId) {
        var value = new JsonString(eventId);
        var operations = new ArrayList<DeltaOperation>();
        operations.add(new DeltaOperation.Append(JsonPointer.parse("/log"), value));
        if (writesLarge && random.nextInt(20) == 0) {
            operations.add(set("/blob", new JsonString(eventId + incompressible())));
        }
        if (tidied.contains(key) && random.nextInt(3) == 0) {
            // In parts, so that soon there are enough of them to be folded.
            for (int part = 0; part < COUNTED_PARTS; part++) {
                operations.add(new DeltaOperation.Increment(JsonPointer.parse("/visits"), COUNTED_PART));
            }
            return new Payload.Delta(operations);
        }
        operations.add(
                switch (random.nextInt(11)) {
                    case 0 -> set("/x", value);
                    case 1 -> set("/a/b", value);
                    case 2 -> set("/a", value);
                    case 3 -> new DeltaOperation.Increment(JsonPointer.parse("/visits"), JsonNumber.of(1));
                    case 4 -> new DeltaOperation.SetAdd(JsonPointer.parse("/tags"), tag());
                    case 5 -> set("/best", JsonNumber.of(random.nextInt(1_000)));
                    case 6 -> set("/least", JsonNumber.of(random.nextInt(1_000)));
                    case 7 -> set("/rank", value);
                    case 8 -> set("/hand", value);
                    case 9 -> set("/open/" + random.nextInt(2), value);
                    default -> set("/ssn", new JsonString(ssnOf(eventId)));
                });
        if (random.nextInt(12) == 0) {
            operations.add(set(SSN.toString(), new JsonString(ssnOf(eventId))));
            operations.add(new DeltaOperation.Copy(SSN, COPIED));
        }
        if (random.nextInt(12) == 0) {
            operations.add(set("/moved", value));
            operations.add(new DeltaOperation.Move(JsonPointer.parse("/moved"), JsonPointer.parse("/a")));
        }
        return new Payload.Delta(operations);
    }

    private String incompressible() {
        var bytes = new byte[40_000 + random.nextInt(80_000)];
        random.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static DeltaOperation set(String path, JsonValue value) {
        return new DeltaOperation.Add(JsonPointer.parse(path), value);
    }

    private Payload wholePayload(ContextState state, String eventId) {
        var value = new JsonString(eventId);
        if (random.nextBoolean()) {
            JsonValue patch = random.nextInt(4) == 0 ? JsonObject.of("x", JsonObject.of("y", value)) : value;
            return new Payload.Merge(JsonObject.of(random.nextBoolean() ? "x" : "z", patch));
        }
        JsonObject document = state.document();
        JsonObject base = document == null || random.nextInt(4) == 0 ? JsonObject.EMPTY : document;
        return new Payload.State(base.with(random.nextBoolean() ? "x" : "y", value));
    }

    private JsonString tag() {
        return new JsonString("t" + random.nextInt(3));
    }
}
