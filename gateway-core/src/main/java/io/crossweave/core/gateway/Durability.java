package io.crossweave.core.gateway;

/** Where a change is to be committed before its publisher hears of it. It is always committed here first. */
public sealed interface Durability {
    /** Here. */
    record Local() implements Durability {}

    /** In full form at so many sites, this one included. */
    record Sites(int count) implements Durability {
        public Sites {
            if (count < 1) {
                throw new IllegalArgumentException("durability at " + count + " sites");
            }
        }
    }

    /** At every site to which policy releases it, in the form in which it is released. */
    record All() implements Durability {}

    Local LOCAL = new Local();
}
