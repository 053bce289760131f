package io.crossweave.core.stored;

import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.Hlc;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one event has in a conflict.
 *
 * @param source who made the event, as the publisher's token confirmed; empty where that is not known
 * @param reconciles whether the event was made to settle a conflict
 * @param parts its entries that are in conflict, by ordinal ascending; at least one
 */
public record ConflictSide(Dot dot, Hlc hlc, String source, boolean reconciles, List<ConflictPart> parts) {
    public ConflictSide {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a side of a conflict without an entry");
        }
    }

    public Supersession stamp() {
        return new Supersession(hlc, dot);
    }

    public boolean isDelete() {
        return parts.getFirst().isDelete();
    }

    /** When the last of its entries was superseded; null while one stands. */
    @Nullable
    Supersession superseded() {
        Supersession last = null;
        for (ConflictPart part : parts) {
            Supersession superseded = part.superseded();
            if (superseded == null) {
                return null;
            }
            last = last == null || superseded.compareTo(last) > 0 ? superseded : last;
        }
        return last;
    }

    /** The ids of those of its entries that stand. */
    public List<EntryId> standing() {
        var ids = new ArrayList<EntryId>();
        for (ConflictPart part : parts) {
            if (part.superseded() == null && !part.isDelete()) {
                ids.add(new EntryId(dot, part.ordinal()));
            }
        }
        return ids;
    }

    /** With one more entry; the same where it has that already. */
    ConflictSide with(ConflictPart added) {
        var more = new ArrayList<ConflictPart>(parts.size() + 1);
        boolean placed = false;
        for (ConflictPart part : parts) {
            if (part.ordinal() == added.ordinal()) {
                return this;
            }
            if (!placed && part.ordinal() > added.ordinal()) {
                more.add(added);
                placed = true;
            }
            more.add(part);
        }
        if (!placed) {
            more.add(added);
        }
        return new ConflictSide(dot, hlc, source, reconciles, more);
    }

    /** Roughly, of the values that are kept. */
    public long bytes() {
        return parts.stream().mapToLong(ConflictPart::bytes).sum();
    }

    ConflictSide withoutValues() {
        return new ConflictSide(
                dot,
                hlc,
                source,
                reconciles,
                parts.stream().map(ConflictPart::withoutValue).toList());
    }

    ConflictSide superseded(int ordinal, Supersession event) {
        var changed = new ArrayList<ConflictPart>(parts.size());
        parts.forEach(part -> changed.add(part.ordinal() == ordinal ? part.supersededBy(event) : part));
        return new ConflictSide(dot, hlc, source, reconciles, changed);
    }

    /** Without one of its entries; null where it was the only one. */
    @Nullable
    ConflictSide without(int ordinal) {
        List<ConflictPart> left =
                parts.stream().filter(part -> part.ordinal() != ordinal).toList();
        return left.isEmpty() ? null : new ConflictSide(dot, hlc, source, reconciles, left);
    }
}
