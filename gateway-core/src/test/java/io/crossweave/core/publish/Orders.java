package io.crossweave.core.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.event.CausalItem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Applies items to fresh sites in every order that causality allows. */
final class Orders {
    private Orders() {}

    /** One site for each causal order of the items. */
    static List<Replica> all(Supplier<Replica> fresh, CausalItem... items) {
        var replicas = new ArrayList<Replica>();
        extend(fresh, List.of(items), new ArrayList<>(), replicas);
        return replicas;
    }

    /** Each causal order ends alike; answers what all of them show at a time. */
    static String everywhereAt(long nowMs, CausalItem... items) {
        List<Replica> all = all(() -> new Replica("d"), items);
        for (Replica one : all) {
            assertThat(one.canonicalForm()).isEqualTo(all.getFirst().canonicalForm());
            assertThat(one.state.meta().expiry())
                    .isEqualTo(all.getFirst().state.meta().expiry());
            assertThat(one.state.document()).isEqualTo(ReferenceView.of(one.state));
        }
        return all.getFirst().documentAt(nowMs);
    }

    private static void extend(
            Supplier<Replica> fresh, List<CausalItem> items, List<CausalItem> order, List<Replica> into) {
        Replica replica = fresh.get();
        order.forEach(replica::apply);
        if (order.size() == items.size()) {
            into.add(replica);
            return;
        }
        for (CausalItem item : items) {
            if (!order.contains(item) && replica.canApply(item)) {
                var longer = new ArrayList<>(order);
                longer.add(item);
                extend(fresh, items, longer, into);
            }
        }
    }
}
