package io.crossweave.app.watch;

import io.crossweave.app.AppLimits;
import io.crossweave.app.translate.Visibility;
import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.gateway.Gateway;
import io.crossweave.core.gateway.Gateway.ListedContext;
import io.crossweave.core.gateway.TypeChange;
import io.crossweave.core.gateway.TypeChanges;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells one client of all contexts of a type, until the client goes, lags or its token ends. An event's id is the position of the change;
 * snapshots have none, so that a client which loses its connection among them begins again.
 */
public final class TypeWatchStream {
    private final Gateway gateway;
    private final String tenant;
    private final ContextType type;
    private final TypeChanges changes;
    private final WatchClient client;
    /** What the client was shown by snapshots, for as long as changes that these hold already may still come. */
    private final Map<ContextKey, Snapshot> shown = new HashMap<>();

    private record Snapshot(VersionVector version, long restatements) {
        /** Whether a change led to what this shows. */
        boolean holds(ContextView view) {
            return version.covers(view.version()) && restatements >= view.restatements();
        }
    }

    public TypeWatchStream(Gateway gateway, String tenant, ContextType type, TypeChanges changes, WatchClient client) {
        this.gateway = gateway;
        this.tenant = tenant;
        this.type = type;
        this.changes = changes;
        this.client = client;
    }

    /** Begins behind a position; with snapshots where it is -1. */
    public void start(long after) {
        client.start(() -> tell(after));
    }

    private void tell(long after) throws InterruptedException {
        // What has expired while nobody watched is a change before those that come by the feed.
        changes.expire(gateway.nowMs());
        try (var feed = TypeFeed.open(changes)) {
            if (after < 0 ? !tellSnapshots() : !tellMissed(after, feed.position())) {
                return;
            }
            tellFeed(feed);
        }
    }

    private void tellFeed(TypeFeed feed) throws InterruptedException {
        long taken = feed.position();
        long markAtMs = gateway.nowMs();
        while (client.isOpen() && !feed.isCutOff()) {
            changes.expire(gateway.nowMs());
            TypeChange change = feed.next(AppLimits.TYPE_WATCH_LOOK_MS);
            if (change != null) {
                tellOne(change, change.view());
                taken = change.position();
            } else if (gateway.nowMs() >= markAtMs) {
                // All up to what was taken is told: from here the client can go on.
                client.mark(TypePosition.encode(changes, taken));
                markAtMs = gateway.nowMs() + AppLimits.WATCH_COMMENT_MS;
            }
        }
    }

    /** Every visible context as it is; false where the client has gone. */
    private boolean tellSnapshots() {
        String after = "";
        List<ListedContext> page = gateway.list(tenant, type.name(), after, AppLimits.LIST_ITEMS_MAX);
        while (!page.isEmpty()) {
            for (ListedContext listed : page) {
                if (!client.isOpen()) {
                    return false;
                }
                gateway.read(listed.key()).filter(ContextView::isVisible).ifPresent(this::tellSnapshot);
            }
            after = page.getLast().key().id();
            page = page.size() < AppLimits.LIST_ITEMS_MAX
                    ? List.of()
                    : gateway.list(tenant, type.name(), after, AppLimits.LIST_ITEMS_MAX);
        }
        return true;
    }

    private void tellSnapshot(ContextView view) {
        changes.shown(view);
        shown.put(view.key(), new Snapshot(view.version(), view.restatements()));
        client.send(WatchEvent.snapshot(view.key(), view, gateway.site()).ofType(view.key(), ""));
    }

    /** What the client missed, each change with the document as it was after it; false where that is not known any more. */
    private boolean tellMissed(long after, long upTo) {
        Optional<List<TypeChange>> missed = changes.between(after, upTo);
        if (missed.isEmpty()) {
            return false;
        }
        PastViews past = PastViews.of(gateway, type, missed.get());
        for (TypeChange change : missed.get()) {
            Optional<ContextView> view = past.at(change.view());
            if (view.isPresent()) {
                tellOne(change, view.get());
            } else {
                tellPresent(change);
            }
        }
        return true;
    }

    /** In the place of a change that the history does not tell: what the context shows now, which may be more. */
    private void tellPresent(TypeChange change) {
        ContextKey key = change.view().key();
        Optional<ContextView> now = gateway.read(key);
        if (now.isPresent() && change.kind() == TypeChange.Kind.RETRACTED) {
            send(WatchEvent.retracted(now.get()), change);
        } else if (now.filter(Visibility::isHidden).isEmpty()) {
            // One that is here by withheld events alone must not be told of: it was never shown, or is retracted
            // further on.
            send(WatchEvent.snapshot(key, now.orElse(null), gateway.site()), change);
        }
    }

    private void tellOne(TypeChange change, ContextView view) {
        Snapshot before = shown.remove(view.key());
        if (before != null && before.holds(view) && change.kind() != TypeChange.Kind.EXPIRED) {
            shown.put(view.key(), before);
            return;
        }
        // What has expired since it was committed is not told any more, only that it has.
        boolean over = view.isVisible() && view.isExpiredAt(gateway.nowMs());
        WatchEvent event = switch (change.kind()) {
            case EXPIRED -> WatchEvent.expired(view);
            case COMMITTED -> over ? null : WatchEvent.change(view);
            case RETRACTED -> over ? null : WatchEvent.retracted(view);
        };
        send(event, change);
    }

    private void send(@Nullable WatchEvent event, TypeChange change) {
        if (event != null) {
            client.send(event.ofType(change.view().key(), TypePosition.encode(changes, change.position())));
        }
    }
}
