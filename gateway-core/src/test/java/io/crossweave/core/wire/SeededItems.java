package io.crossweave.core.wire;

import io.crossweave.core.causality.Stamp;
import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonBoolean;
import io.crossweave.core.document.JsonNull;
import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.event.Addition;
import io.crossweave.core.event.BodyHash;
import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.event.EventType;
import io.crossweave.core.event.Expiry;
import io.crossweave.core.event.LaneItem;
import io.crossweave.core.event.Lifetime;
import io.crossweave.core.event.Placeholder;
import io.crossweave.core.event.Provenance;
import io.crossweave.core.event.SharersNotice;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.Labels;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.model.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Items, and what they are made of, from a seed. */
public final class SeededItems {
    private static final String[] REGIONS = {"aws-us-east-1", "azure-germany-westcentral", "gcp-asia-northeast1", "x"};
    private static final String[] TEXTS = {"", "a", "hello", "Zürich", "\uD83D\uDE80", "\u0000\n\"\\", "~/~", "0"};

    private final SplittableRandom random;

    public SeededItems(long seed) {
        random = new SplittableRandom(seed);
    }

    public int below(int bound) {
        return random.nextInt(bound);
    }

    public boolean chance() {
        return random.nextBoolean();
    }

    public long number() {
        return random.nextLong() >>> (1 + random.nextInt(62));
    }

    public long positive() {
        return Math.max(1, number());
    }

    public LaneItem item() {
        return switch (below(5)) {
            case 0 -> placeholder();
            case 1 -> new SharersNotice(key(), regions());
            default -> event();
        };
    }

    public CausalItem causalItem() {
        return chance() ? event() : placeholder();
    }

    public StampedEvent event() {
        var stamp = new Stamp(dot(), vector(), hlc(), text() + below(1_000));
        List<EntryId> removals = ids();
        return new StampedEvent(
                key(),
                stamp,
                EventType.ofId(1 + below(5)),
                additions(removals),
                removals,
                ordinals(),
                labels(),
                provenance(),
                bodyHash(),
                lifetime(stamp.hlc()),
                below(1 << below(31)));
    }

    public Placeholder placeholder() {
        Dot dot = new Dot(site(), 1 + below(1_000));
        return new Placeholder(
                key(), dot, dot.counter() + below(3), ids(), hlc(), chance() ? expiry(dot.site()) : null, chance());
    }

    public Expiry expiry(SiteId site) {
        return new Expiry(hlc(), site, chance() ? Lifetime.NEVER : positive());
    }

    private Lifetime lifetime(Hlc hlc) {
        return switch (below(4)) {
            case 0 -> new Lifetime(Lifetime.NEVER, Math.min(1, hlc.millis()));
            case 1 -> new Lifetime(number(), hlc.millis());
            default -> Lifetime.UNCHANGED;
        };
    }

    public ContextKey key() {
        return new ContextKey("tenant-" + below(3), "conversation", "c~" + below(100_000));
    }

    public SiteId site() {
        return new SiteId(REGIONS[below(REGIONS.length)], below(3) == 0 ? random.nextLong() : below(2));
    }

    public Dot dot() {
        return new Dot(site(), positive());
    }

    public Hlc hlc() {
        return chance() ? Hlc.ofMillis(1_760_000_000_000L + below(1_000_000)) : new Hlc(number());
    }

    public VersionVector vector() {
        VersionVector vector = VersionVector.EMPTY;
        for (int left = below(6); left > 0; left--) {
            vector = vector.with(site(), positive());
        }
        return vector;
    }

    public List<EntryId> ids() {
        var ids = new TreeSet<EntryId>();
        for (int left = below(3) * below(8); left > 0; left--) {
            Dot dot = chance() || ids.isEmpty() ? dot() : ids.last().dot();
            ids.add(new EntryId(dot, below(4) == 0 ? EntryId.WHOLE_DOT : below(1 << below(31))));
        }
        return List.copyOf(ids);
    }

    private List<EntryId> some(List<EntryId> ids) {
        return chance() ? List.of() : ids.stream().filter(id -> chance()).toList();
    }

    public List<Dot> dots() {
        var dots = new TreeSet<Dot>();
        for (int left = below(4); left > 0; left--) {
            dots.add(dot());
        }
        return List.copyOf(dots);
    }

    public SortedSet<String> regions() {
        var regions = new TreeSet<String>();
        for (int left = below(4); left > 0; left--) {
            regions.add(REGIONS[below(REGIONS.length)]);
        }
        return regions;
    }

    public Labels labels() {
        Labels labels = Labels.NONE;
        for (int left = below(4); left > 0; left--) {
            labels = labels.join(Labels.of("label" + below(3), text()));
        }
        return labels;
    }

    public BodyHash bodyHash() {
        var digest = new byte[32];
        random.nextBytes(digest);
        return chance() ? BodyHash.of(digest) : BodyHash.UNKNOWN;
    }

    public JsonPointer path() {
        JsonPointer path = JsonPointer.ROOT;
        for (int left = below(4); left > 0; left--) {
            path = path.child(text());
        }
        return path;
    }

    public EntryKind kind() {
        return EntryKind.ofId(1 + below(4));
    }

    public JsonValue value(int depth) {
        return switch (below(depth == 0 ? 4 : 6)) {
            case 0 -> JsonNull.NULL;
            case 1 -> JsonBoolean.of(chance());
            case 2 -> JsonNumber.of(chance() ? "-1.50e+3" : Long.toString(random.nextLong()));
            case 3 -> new JsonString(text());
            case 4 -> JsonArray.of(List.of(value(depth - 1), value(depth - 1)));
            default -> JsonObject.of("b" + text(), value(depth - 1), "a", value(depth - 1));
        };
    }

    /** A value that an entry of this kind may have. */
    public JsonValue valueOf(EntryKind kind) {
        return switch (kind) {
            case REGISTER -> chance() ? JsonObject.EMPTY : JsonArray.of(value(2));
            case APPEND, MEMBER -> value(3);
            case INCREMENT -> JsonNumber.of(chance() ? "-1.50e+3" : Long.toString(random.nextLong()));
        };
    }

    public LaneId lane() {
        return new LaneId(Tier.ofId(1 + below(3)), below(32));
    }

    public String text() {
        return TEXTS[below(TEXTS.length)];
    }

    public @Nullable String textOrNull() {
        return chance() ? text() : null;
    }

    private Provenance provenance() {
        JsonObject others = chance() ? JsonObject.EMPTY : JsonObject.of("other" + below(9), JsonNumber.of(below(99)));
        return new Provenance(text(), textOrNull(), textOrNull(), textOrNull(), textOrNull(), textOrNull(), others);
    }

    private List<Addition> additions(List<EntryId> removals) {
        var additions = new ArrayList<Addition>();
        for (int ordinal : ordinals()) {
            JsonPointer path = chance() || additions.isEmpty()
                    ? path()
                    : additions.getLast().path().child(text());
            EntryKind kind = kind();
            additions.add(new Addition(ordinal, path, kind, valueOf(kind), text(), some(removals)));
        }
        return additions;
    }

    private List<Integer> ordinals() {
        var ordinals = new TreeSet<Integer>();
        for (int left = below(6); left > 0; left--) {
            ordinals.add(below(1 << below(31)));
        }
        return List.copyOf(ordinals);
    }
}
