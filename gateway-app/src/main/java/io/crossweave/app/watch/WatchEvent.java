package io.crossweave.app.watch;

import io.crossweave.app.translate.Visibility;
import io.crossweave.core.causality.VersionToken;
import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.document.JsonNull;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.document.JsonWriter;
import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.SiteId;
import org.jspecify.annotations.Nullable;

/** One server-sent event: its name, its id, which is the version token, and its JSON. */
record WatchEvent(String name, String id, JsonObject body) {
    /** What is there when the watch begins; a context that is not there yet has an empty version and no document. */
    static WatchEvent snapshot(ContextKey key, @Nullable ContextView view, SiteId here) {
        if (view == null || Visibility.isHidden(view)) {
            String version = VersionToken.encode(key, VersionVector.EMPTY);
            JsonObject json = json(version, "0.0", here.region(), null, null);
            return new WatchEvent("snapshot", version, json);
        }
        return of("snapshot", view);
    }

    /** A change after the beginning; null for one that this site may say nothing of. */
    static @Nullable WatchEvent change(ContextView view) {
        if (Visibility.isHidden(view)) {
            return null;
        }
        if (view.lastEventId() == null) {
            // Something was withheld or retracted here; what is left stands in the document.
            return of("protected", view);
        }
        return of(view.isVisible() ? "change" : "deleted", view);
    }

    /** Something that was shown of a context, or all of it, may not be shown any more (L11); what is left stands in the document. */
    static WatchEvent retracted(ContextView view) {
        return of("protected", view);
    }

    /** What there was of a context has expired: no change led to it, so its version is that of the last one (L16). */
    static WatchEvent expired(ContextView view) {
        String version = VersionToken.encode(view.key(), view.version());
        JsonObject json =
                json(version, view.updatedAt().toString(), view.lastSite().region(), null, null);
        return new WatchEvent("expired", VersionToken.encodeExpired(view.key(), view.version()), json);
    }

    /** The same among those of a type: it says of which context it is, and its id is another one. */
    WatchEvent ofType(ContextKey key, String position) {
        return new WatchEvent(
                name,
                position,
                body.with("type", new JsonString(key.type())).with("contextId", new JsonString(key.id())));
    }

    String json() {
        return JsonWriter.toText(body);
    }

    private static WatchEvent of(String name, ContextView view) {
        String version = VersionToken.encode(view.key(), view.version());
        JsonObject json = json(
                version, view.updatedAt().toString(), view.lastSite().region(), view.lastEventId(), view.document());
        return new WatchEvent(name, version, json);
    }

    private static JsonObject json(
            String version, String hlc, String site, @Nullable String eventId, @Nullable JsonObject document) {
        JsonValue event = eventId == null ? JsonNull.NULL : new JsonString(eventId);
        return JsonObject.of(
                        "version", new JsonString(version), "hlc", new JsonString(hlc), "site", new JsonString(site))
                .with("eventId", event)
                .with("document", document == null ? JsonNull.NULL : document);
    }
}
