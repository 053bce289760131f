package io.crossweave.benchmarks;

import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.event.BodyHash;
import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.event.DeltaOperation;
import io.crossweave.core.event.Payload;
import io.crossweave.core.event.Provenance;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.Labels;
import io.crossweave.policy.InvalidPolicyException;
import io.crossweave.policy.PolicyFiles;
import io.crossweave.policy.PolicySet;
import io.crossweave.policy.ResidencyPolicy;
import io.crossweave.policy.demo.DemoFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * What is left of many updates of one context, once all sites have applied them and history is over: {@code Growth UPDATES WRITERS [counter]}.
 * Three sites, of which one, two or three write in turn, 100 updates each, of four values or of one counter; logs are trimmed and histories
 * tidied after every 1,000 updates.
 * Prints the rows and bytes of one site's store, by table.
 */
public final class Growth {
    private static final Set<String> REGIONS =
            new TreeSet<>(Set.of("aws-us-east-1", "azure-westeurope", "gcp-asia-northeast1"));
    private static final ContextKey VALUES = new ContextKey("acme-travel", "conversation", "call-7");
    private static final ContextKey COUNTER = new ContextKey("acme-travel", "preferences", "c-7");
    private static final int TIDIED_EVERY = 1_000;
    private static final int TURN = 100;
    private static final List<Integer> SHOWN_AT = List.of(1_000, 10_000, 100_000, 1_000_000);
    private static final int PATHS = 4;

    private final List<GrowthSite> sites = new ArrayList<>();
    private final IntFunction<DeltaOperation> updates;

    private final ContextKey key;

    private Growth(boolean counts) throws InvalidPolicyException {
        this.key = counts ? COUNTER : VALUES;
        this.updates = counts ? Growth::add : Growth::value;
        PolicySet demo = PolicyFiles.load(DemoFiles.all());
        ContextType type = demo.types().stream()
                .filter(each -> each.name().equals(key.type()))
                .findFirst()
                .orElseThrow();
        for (String region : REGIONS) {
            sites.add(new GrowthSite(region, REGIONS, type, key, new ResidencyPolicy(region, demo)));
        }
    }

    public static void main(String[] arguments) throws InvalidPolicyException {
        int updates = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        int writers = arguments.length > 1 ? Integer.parseInt(arguments[1]) : REGIONS.size();
        if (updates < 1 || writers < 1 || writers > REGIONS.size()) {
            throw new IllegalArgumentException("at least one update, and one to " + REGIONS.size() + " writers");
        }
        boolean counts = arguments.length > 2 && arguments[2].equals("counter");
        new Growth(counts).run(updates, writers, Growth::print);
    }

    /** Bytes of one site's store after so many updates. */
    static long bytesAfter(int updates, int writers) throws InvalidPolicyException {
        return bytesAfter(updates, writers, false);
    }

    /** The same, where each update adds to one counter. */
    static long bytesAfterAdds(int updates, int writers) throws InvalidPolicyException {
        return bytesAfter(updates, writers, true);
    }

    private static long bytesAfter(int updates, int writers, boolean counts) throws InvalidPolicyException {
        var growth = new Growth(counts);
        growth.run(updates, writers, line -> {});
        return growth.sites.getFirst().store().bytes();
    }

    // The table is what this command is for.
    @SuppressWarnings("SystemOut")
    private static void print(String line) {
        System.out.println(line);
    }

    private void run(int updates, int writers, Consumer<String> print) {
        print.accept(String.format(
                Locale.ROOT, "%d writers%n| updates | %s |", writers, String.join(" | ", HeapStore.TABLES)));
        for (int update = 1; update <= updates; update++) {
            sites.get(update / TURN % writers).publish(update(update));
            boolean shown = SHOWN_AT.contains(update) || update == updates;
            if (shown || update % TURN == TURN - 1) {
                exchange();
            }
            if (shown || update % TIDIED_EVERY == 0) {
                exchange();
                sites.forEach(GrowthSite::tidy);
            }
            if (shown) {
                print.accept(String.format(
                        Locale.ROOT,
                        "| %,d | %s |",
                        update,
                        sites.getFirst().store().sizes()));
            }
        }
    }

    private static DeltaOperation value(int serial) {
        return new DeltaOperation.Add(
                JsonPointer.parse("/state/p" + serial % PATHS), new JsonString("value " + serial));
    }

    private static DeltaOperation add(int serial) {
        return new DeltaOperation.Increment(JsonPointer.parse("/visits"), JsonNumber.of(serial));
    }

    private ContextEvent update(int serial) {
        return new ContextEvent(
                key,
                "update-" + serial,
                new Payload.Delta(List.of(updates.apply(serial))),
                Labels.of("channel", "voice"),
                new Provenance("agent", null, null, null, null, null),
                BodyHash.UNKNOWN);
    }

    private void exchange() {
        for (GrowthSite from : sites) {
            for (GrowthSite to : sites) {
                if (from != to) {
                    from.sendTo(to);
                }
            }
        }
    }
}
