package io.crossweave.core.link;

import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.stored.Life;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a heartbeat says of lives (L15).
 *
 * @param phase how far the sender's own start is
 * @param seen the latest life of the receiver that the sender knows of; null where it has never heard of any
 * @param asked whose question the sender had heard last when it said so: an answer to nobody else counts as one; null where nobody asked
 * @param needs dots of lost lives of the receiver that something at the sender waits for
 */
public record LifeNews(
        Phase phase, @Nullable Life seen, @Nullable Asked asked, List<Need> needs) {
    /** How far a start is. */
    public enum Phase {
        /** It asks what others know of it, and may turn out to be somebody else. */
        ASKING(0),
        /** It collects what its lost lives have left with others. */
        RECOVERING(1),
        SERVING(2);

        private final int id;

        Phase(int id) {
            this.id = id;
        }

        /** Part of the wire format. */
        public int id() {
            return id;
        }
    }

    /** A start that asks what is known of it. */
    public record Asked(SiteId site, long linkEpoch) {}

    /** A dot of a lost life of the receiver. */
    public record Need(ContextKey key, Dot dot) {}

    /** Of a sender that knows of no lives and asks nothing. */
    public static final LifeNews NONE = new LifeNews(Phase.SERVING, null, null, List.of());

    public LifeNews {
        needs = List.copyOf(needs);
    }
}
