package io.crossweave.simulator.site;

import io.crossweave.core.context.AfterCommit;
import io.crossweave.core.document.JsonWriter;
import io.crossweave.core.event.Addition;
import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.LaneItem;
import io.crossweave.core.event.Placeholder;
import io.crossweave.core.event.Restatement;
import io.crossweave.core.event.RestatementApplied;
import io.crossweave.core.event.SharersNotice;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.rows.LogRow;
import io.crossweave.core.stored.LogRecord;
import java.util.List;

/** What sites do, in words for whoever reads a trace. */
final class SiteText {
    private SiteText() {}

    static String of(AfterCommit follows) {
        return switch (follows) {
            case AfterCommit.Logged(LogRow row) ->
                switch (row.record()) {
                    case LogRecord.OwnEvent _ ->
                        "logs " + row.position() + " "
                                + (row.event() == null
                                        ? "?"
                                        : of(row.event()) + " " + row.event().labels());
                    case LogRecord.SharersAdded _, LogRecord.Restate _, LogRecord.SendAgain _, LogRecord.Restated _ ->
                        "logs " + row.position() + " " + row.record();
                };
            case AfterCommit.Changed(ContextView view, var _) ->
                "shows " + view.key().id() + " " + view.version() + " "
                        + (view.document() == null ? "nothing" : JsonWriter.toText(view.document()));
            default -> follows.toString();
        };
    }

    static String of(List<LaneItem> items) {
        return items.stream().map(SiteText::of).toList().toString();
    }

    private static String of(LaneItem item) {
        return item.key().id() + " "
                + switch (item) {
                    case CausalItem causal -> of(causal);
                    case SharersNotice notice -> "shared by " + notice.regions();
                    case Restatement restatement -> restatement.toString();
                    case RestatementApplied answer -> answer.toString();
                };
    }

    private static String of(CausalItem item) {
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
