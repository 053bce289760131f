package io.crossweave.benchmarks;

import io.crossweave.core.context.AfterCommit;
import io.crossweave.core.context.ContextLane;
import io.crossweave.core.context.LaneInput;
import io.crossweave.core.context.LaneOutput;
import io.crossweave.core.context.LaneSettings;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.event.BodyHash;
import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.event.DeltaOperation;
import io.crossweave.core.event.Payload;
import io.crossweave.core.event.Provenance;
import io.crossweave.core.gateway.Precondition;
import io.crossweave.core.gateway.PublishOutcome;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.Labels;
import io.crossweave.core.rows.ContextRows;
import io.crossweave.policy.InvalidPolicyException;
import io.crossweave.policy.PolicyFiles;
import io.crossweave.policy.PolicySet;
import io.crossweave.policy.ResidencyPolicy;
import io.crossweave.policy.demo.DemoFiles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A client's append of a message of 1 KB to a conversation: admission by the demo's policy, translation, stamp, merge, the rows of the
 * store and the view that watchers get. One change a step, committed before the next, as a lane at rest handles it.
 *
 * <p>How to read: p0.50 is time per append, and it should be the same for a conversation of 100 messages and one of 10,000: an event
 * costs what it changes, not what its document has become. What little grows is the depth of trees, the store's own among them.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xmx1g", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"})
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class ContextLaneBenchmark {
    /** Measured together, from a conversation that was made for them: it must not grow from one invocation to the next. */
    private static final int APPENDS = 100;

    private static final ContextKey KEY = new ContextKey("acme-travel", "conversation", "call-7");
    private static final JsonPointer MESSAGES = JsonPointer.parse("/messages");
    private static final Set<String> PEERS = Set.of("azure-westeurope", "gcp-asia-northeast1");
    private static final long NOW_MS = 1_760_000_000_000L;
    private static final long SEED = 20_261_120;

    /** In the conversation before the appends that are measured. */
    @Param({"100", "10000"})
    public int messages;

    private final List<LaneInput> appends = new ArrayList<>();
    private final LaneSettings settings;
    private HeapStore store;
    private ContextLane lane;
    private long nowMs;

    public ContextLaneBenchmark() {
        try {
            PolicySet demo = PolicyFiles.load(DemoFiles.all());
            var types = new TreeMap<String, ContextType>();
            demo.types().forEach(type -> types.put(type.name(), type));
            var policy = new ResidencyPolicy(TwoSites.ORIGIN.region(), demo);
            settings = new LaneSettings(TwoSites.ORIGIN, new TreeSet<>(PEERS), types, policy);
        } catch (InvalidPolicyException e) {
            throw new IllegalStateException("the demo's policy is not usable", e);
        }
        store = new HeapStore();
        lane = new ContextLane(settings, KEY.shard(), new ContextRows(store));
    }

    @Setup
    public void makeChanges() {
        var dialogue = new Dialogue(SEED);
        for (int i = 0; i < messages + APPENDS; i++) {
            var append = new DeltaOperation.Append(MESSAGES, dialogue.message());
            String eventId = dialogue.reference() + dialogue.reference();
            var event = new ContextEvent(
                    KEY,
                    eventId,
                    new Payload.Delta(List.of(append)),
                    Labels.of("channel", "voice"),
                    new Provenance("agent", null, null, dialogue.reference(), null, null),
                    BodyHash.of(eventId.getBytes(StandardCharsets.US_ASCII)));
            appends.add(new LaneInput.Publish(i, event, Precondition.NONE));
        }
    }

    /** A whole invocation is far longer than taking the time of it, so doing this for each of them disturbs nothing. */
    @Setup(Level.Invocation)
    public void beginConversation() {
        store = new HeapStore();
        lane = new ContextLane(settings, KEY.shard(), new ContextRows(store));
        nowMs = NOW_MS;
        publish(0, messages);
    }

    /** From the client's change to the committed batch. */
    @Benchmark
    @OperationsPerInvocation(APPENDS)
    public long append() {
        publish(messages, messages + APPENDS);
        return store.sizeBytes();
    }

    private void publish(int from, int to) {
        for (int i = from; i < to; i++) {
            LaneOutput output = lane.step(List.of(appends.get(i)), ++nowMs);
            store.commit(output.batch(), outcome -> {});
            for (AfterCommit follows : output.after()) {
                if (follows instanceof AfterCommit.Reply(long ticket, var outcome)
                        && !(outcome instanceof PublishOutcome.Published)) {
                    throw new IllegalStateException("append " + ticket + " was answered " + outcome);
                }
            }
        }
    }
}
