package io.crossweave.core.publish;

import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonWriter;
import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.state.ContextState;
import io.crossweave.core.state.Entry;
import java.util.List;

/** The canonical form of a state: what must be byte-equal at sites with the same projection (L2). */
final class Canonical {
    private Canonical() {}

    static String of(ContextState state) {
        var text = new StringBuilder();
        for (Entry entry : state.live().values()) {
            text.append(entry.id())
                    .append(' ')
                    .append(entry.hlc())
                    .append(' ')
                    .append(entry.kind())
                    .append(' ')
                    .append(entry.path())
                    .append(' ')
                    .append(JsonWriter.toText(entry.value()))
                    .append(' ')
                    .append(entry.classification())
                    .append(' ')
                    .append(entry.source())
                    .append(' ')
                    .append(entry.ruleVersion())
                    .append('\n');
        }
        return text.append("deleted ")
                .append(state.deleteStamp())
                .append("\nexpires ")
                .append(state.expiry())
                .append("\ntwins ")
                .append(state.losingTwins())
                .append("\nprovisional ")
                .append(provisional(state))
                .append("\nshows ")
                .append(Replica.textOf(state.document()))
                .append('\n')
                .toString();
    }

    private static List<JsonPointer> provisional(ContextState state) {
        ContextView view = state.view();
        return view == null ? List.of() : view.provisional();
    }
}
