package io.crossweave.core.mesh;

import io.crossweave.core.context.AfterCommit;
import io.crossweave.core.context.LaneOutput;
import io.crossweave.core.document.JsonWriter;
import io.crossweave.core.event.Addition;
import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.LaneItem;
import io.crossweave.core.event.Placeholder;
import io.crossweave.core.event.SharersNotice;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.rows.LogRow;
import io.crossweave.core.stored.LogRecord;

/** With {@code -Dmesh.trace=true} a run tells line by line what sites log, send, take, show and forget. */
final class MeshTrace {
    private static final boolean ON = Boolean.getBoolean("mesh.trace");

    private MeshTrace() {}

    static void tell(MeshSite site, String what) {
        if (ON) {
            System.out.println(site.id.region() + " " + what.replace("~0000000000000007", ""));
        }
    }

    static void sends(MeshSite site, MeshMessage message) {
        if (ON) {
            tell(site, "-> " + message.to() + " " + text(message));
        }
    }

    static void takes(MeshSite site, MeshMessage message) {
        if (ON) {
            tell(site, "<- " + message.from() + " " + text(message));
        }
    }

    static void steps(MeshSite site, LaneOutput output) {
        if (ON) {
            output.after().forEach(follows -> tell(site, text(follows)));
        }
    }

    private static String text(MeshMessage message) {
        return switch (message) {
            case MeshMessage.Envelope envelope ->
                envelope.arrived().linkEpoch() + "/" + envelope.arrived().number() + " "
                        + envelope.arrived().items().stream()
                                .map(MeshTrace::text)
                                .toList();
            case MeshMessage.Beat beat -> beat.heartbeat().toString();
        };
    }

    private static String text(AfterCommit follows) {
        return switch (follows) {
            case AfterCommit.Logged(LogRow row) ->
                switch (row.record()) {
                    case LogRecord.OwnEvent _ ->
                        "logs " + row.position() + " "
                                + (row.event() == null
                                        ? "?"
                                        : text(row.event()) + " " + row.event().labels());
                    case LogRecord.SharersAdded _ -> "logs " + row.position() + " " + row.record();
                };
            case AfterCommit.Changed(ContextView view) ->
                "shows " + view.key().id() + " " + view.version() + " "
                        + (view.document() == null ? "nothing" : JsonWriter.toText(view.document()));
            default -> follows.toString();
        };
    }

    private static String text(LaneItem item) {
        return item.key().id() + " "
                + switch (item) {
                    case CausalItem causal -> text(causal);
                    case SharersNotice notice -> "shared by " + notice.regions();
                };
    }

    private static String text(CausalItem item) {
        return switch (item) {
            case StampedEvent event ->
                event.dot() + "=" + event.stamp().eventId() + " at "
                        + event.stamp().hlc() + " after "
                        + event.stamp().depends() + " adds "
                        + event.additions().stream().map(Addition::path).toList() + " removes " + event.removals();
            case Placeholder run -> run.dot() + ".." + run.lastCounter() + " empty, removes " + run.removals();
        };
    }
}
