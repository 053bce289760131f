package io.crossweave.policy;

import static io.crossweave.policy.Policies.EU;
import static io.crossweave.policy.Policies.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.event.BodyHash;
import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.event.DeltaOperation;
import io.crossweave.core.event.Payload;
import io.crossweave.core.event.Provenance;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.gateway.Precondition;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.Labels;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.publish.PublishPath;
import io.crossweave.core.publish.Stamping;
import io.crossweave.core.spi.ReleaseDecision;
import io.crossweave.core.state.ContextState;
import io.crossweave.core.state.Entry;
import io.crossweave.core.state.StateChanges;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is copied from a classified path does not leave by another one: the real way of a change, then the real policy. */
final class CopiedValueTest {
    private static final JsonString TEXT = new JsonString("secret");

    private final PolicySet set = set();
    private final ResidencyPolicy policy = new ResidencyPolicy(EU, set);
    private final PublishPath publish = new PublishPath(new SiteId(EU, 1), policy);
    private final ContextState state =
            new ContextState(new ContextKey("t", "record", "c"), set.types().getFirst());
    private int serial;

    private static PolicySet set() {
        try {
            return PolicyFiles.load(Policies.files(""));
        } catch (InvalidPolicyException e) {
            throw new AssertionError(e);
        }
    }

    private StampedEvent publish(DeltaOperation... operations) {
        return publish(new Payload.Delta(List.of(operations)));
    }

    private StampedEvent publish(Payload payload) {
        var change = new ContextEvent(
                state.key(), "e" + ++serial, payload, Labels.NONE, Provenance.UNKNOWN, BodyHash.UNKNOWN);
        StampedEvent event = ((Stamping.Stamped) publish.stamp(state, change, Precondition.NONE, serial)).event();
        state.apply(event, new Unrecorded());
        return event;
    }

    private static DeltaOperation plain() {
        return new DeltaOperation.Add(JsonPointer.of("plain"), TEXT);
    }

    private static DeltaOperation copy(String from, String path) {
        return new DeltaOperation.Copy(JsonPointer.parse(from), JsonPointer.parse(path));
    }

    private static ReleaseDecision dropping(Integer... ordinals) {
        return new ReleaseDecision.Release("builtin:release-unclassified", List.of(ordinals));
    }

    @ParameterizedTest
    @CsvSource({
        "/people/7/ssn, /harmless",
        "/people/7, /harmless/7",
        "/people, /list",
        "/people/7/ssn, /log/-",
        "/cafe\u0301, /harmless",
        "/caf\u00e9, /harmless",
    })
    void L4_whatIsCopiedFromAClassifiedPathDoesNotLeaveByAnotherOne(String from, String path) {
        publish(new Payload.State(JsonObject.of("people", JsonObject.of("7", JsonObject.of("ssn", TEXT)))
                .with("cafe\u0301", TEXT)
                .with("caf\u00e9", TEXT)));

        StampedEvent copied = publish(plain(), copy(from, path));

        assertThat(copied.additions()).hasSize(2);
        assertThat(policy.decide(copied, US)).isEqualTo(dropping(1));
    }

    @Test
    void L4_norDoesItInTwoStepsOrInsideAnArray() {
        publish(new Payload.State(JsonObject.of("ssn", TEXT)));
        publish(copy("/ssn", "/one"));

        assertThat(policy.decide(publish(plain(), copy("/one", "/two")), US)).isEqualTo(dropping(1));
        publish(new DeltaOperation.Add(JsonPointer.of("free"), JsonArray.of(TEXT)));
        publish(copy("/two", "/free/-"));
        StampedEvent edited = publish(plain(), new DeltaOperation.Add(JsonPointer.parse("/free/-"), TEXT));
        assertThat(policy.decide(edited, US)).isEqualTo(dropping(1));
    }

    @Test
    void whatWasNeverClassifiedLeaves() {
        publish(new Payload.State(JsonObject.of("ssn", TEXT).with("name", TEXT)));

        assertThat(policy.decide(publish(plain(), copy("/name", "/other")), US)).isEqualTo(dropping());
    }

    private static final class Unrecorded implements StateChanges {
        @Override
        public void entryAdded(Entry entry) {}

        @Override
        public void entryRemoved(EntryId id) {}

        @Override
        public void holeAdded(EntryId id) {}

        @Override
        public void holeRemoved(EntryId id) {}

        @Override
        public void holeRunAdded(Dot first, long lastCounter) {}
    }
}
