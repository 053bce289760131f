package io.crossweave.core.gateway;

/**
 * One change of a context among those of its type, in the order of one run of this site.
 *
 * @param position ascending by one
 * @param view what the context shows after it; without its document where it is told later
 */
public record TypeChange(long position, Kind kind, ContextView view) {
    public enum Kind {
        /** Something was committed. */
        COMMITTED,
        /** A peer's policy has taken back something of what was held (L11). */
        RETRACTED,
        /** What the context showed has expired by this site's clock (L16). */
        EXPIRED
    }
}
