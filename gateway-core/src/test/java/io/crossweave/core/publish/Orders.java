package io.crossweave.core.publish;

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
