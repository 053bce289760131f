package io.crossweave.core.runtime.live;

import io.crossweave.core.gateway.ForwardCount;
import io.crossweave.core.gateway.ForwardCount.Outcome;
import io.crossweave.core.inbound.Arrival;
import io.crossweave.core.membership.Members;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** Hands on what came here for other members, a line for each of them (L9). One thread at a time takes. */
final class Relay {
    private record Counted(String destination, Outcome outcome) {}

    private record Sum(LongAdder frames, LongAdder bytes) {}

    private final Members members;
    private final Membership membership;
    private final SiteThreads threads;
    private final Consumer<Throwable> fail;
    private final Map<String, RelayLine> lines = new TreeMap<>();
    private final Map<Counted, Sum> sums = new ConcurrentHashMap<>();

    Relay(Members members, Membership membership, SiteThreads threads, Consumer<Throwable> fail) {
        this.members = members;
        this.membership = membership;
        this.threads = threads;
        this.fail = fail;
    }

    void take(Arrival.Onward onward) {
        line(onward.address().destination()).take(onward);
    }

    void notForwarded(String destination, int bytes) {
        // Names that nobody checked are not to become labels of metrics.
        count(members.isPeer(destination) ? destination : "none", Outcome.REFUSED, bytes);
    }

    private RelayLine line(String destination) {
        RelayLine line = lines.get(destination);
        if (line == null) {
            endLinesOfNoMembers();
            line = new RelayLine(membership::neighbour, (outcome, bytes) -> count(destination, outcome, bytes), fail);
            lines.put(destination, line);
            threads.start(name(destination), line);
        }
        return line;
    }

    private void endLinesOfNoMembers() {
        var gone = new ArrayList<>(lines.keySet());
        gone.removeAll(members.peers());
        lines.keySet().removeAll(gone);
        threads.end(gone.stream().map(Relay::name).toList());
    }

    private static String name(String destination) {
        return "relay-" + destination;
    }

    private void count(String destination, Outcome outcome, int bytes) {
        Sum sum = sums.computeIfAbsent(
                new Counted(destination, outcome), absent -> new Sum(new LongAdder(), new LongAdder()));
        sum.frames().increment();
        sum.bytes().add(bytes);
    }

    List<ForwardCount> counts() {
        var now = new ArrayList<ForwardCount>();
        sums.forEach((what, sum) -> now.add(new ForwardCount(
                what.destination(),
                what.outcome(),
                sum.frames().sum(),
                sum.bytes().sum())));
        return now;
    }
}
