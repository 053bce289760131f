package io.crossweave.core.publish;

import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonNull;
import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.event.DeltaOperation;
import io.crossweave.core.event.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Changes that a seed decides, of every kind, on few paths, so that they meet: scalars on objects, objects on arrays, all on nothing. */
final class GeneratedChanges {
    private static final String[] NAMES = {"a", "b", "n", "x"};
    private static final String[] SCALARS = {"0", "1", "1.0", "2", "\"s\"", "null", "true", "{}", "[]", "[1]", "[1,[2]]"
    };
    private static final String[] MEMBERS = {"1", "1.0", "10e-1", "\"t\"", "[1]", "[1.0]", "{}"};
    private static final String[] STEPS = {"1", "-1", "0.5", "2e1", "0", "-0.25"};
    private static final String[] LOGS = {"/messages", "/n/log"};
    private static final String[] SETS = {"/tags", "/n/tags"};
    private static final String[] COUNTERS = {"/visits", "/n/visits"};

    private static final String[] EXTREMES = {"/best", "/least", "/n/best", "/n/least"};
    private static final String[] DECIDED = {"/status", "/bio", "/plan", "/n/status", "/n/bio"};
    private static final String[] MEASURES = {"9", "3", "9.0", "-1e2", "0.5", "\"2026-01-01\"", "\"2025-12-31\""};
    private static final String[] SOURCES = {"human", "agent", "automation", ""};

    private final Random random;

    GeneratedChanges(Random random) {
        this.random = random;
    }

    /** A change for a site that shows this document. */
    Payload next(@Nullable JsonObject shown) {
        return switch (random.nextInt(12)) {
            case 0, 1 -> new Payload.State(shown == null ? document() : edited(shown));
            case 2 -> new Payload.State(document());
            case 3, 4, 5 -> new Payload.Merge(patch(3));
            case 6 -> random.nextInt(3) == 0 ? new Payload.Deletion() : new Payload.State(JsonObject.EMPTY);
            default -> new Payload.Delta(operations());
        };
    }

    /** Who asks for a change. */
    String source() {
        return SOURCES[random.nextInt(SOURCES.length)];
    }

    private JsonObject edited(JsonObject shown) {
        JsonObject edited = shown;
        for (int i = random.nextInt(3); i >= 0; i--) {
            edited = random.nextInt(3) == 0
                    ? edited.without(NAMES[random.nextInt(NAMES.length)])
                    : edited.with(NAMES[random.nextInt(NAMES.length)], object(2));
        }
        return edited;
    }

    private JsonObject document() {
        JsonObject document = object(3);
        if (random.nextBoolean()) {
            document = document.with("messages", array(LOG_SCALARS));
        }
        if (random.nextBoolean()) {
            document = document.with("tags", array(MEMBERS));
        }
        if (random.nextBoolean()) {
            document = document.with("best", pick(MEASURES));
        }
        if (random.nextBoolean()) {
            document = document.with("bio", pick(SCALARS));
        }
        return random.nextBoolean() ? document.with("visits", pick(STEPS)) : document;
    }

    private static final String[] LOG_SCALARS = {"\"m\"", "\"m2\"", "1", "1.0", "{\"t\":1}"};

    private JsonObject object(int depth) {
        JsonObject object = JsonObject.EMPTY;
        for (int i = random.nextInt(4); i > 0; i--) {
            String name = NAMES[random.nextInt(NAMES.length)];
            object = object.with(name, depth > 0 && random.nextBoolean() ? object(depth - 1) : pick(SCALARS));
        }
        return object;
    }

    private JsonObject patch(int depth) {
        JsonObject patch = JsonObject.EMPTY;
        for (int i = random.nextInt(4); i > 0; i--) {
            String name = NAMES[random.nextInt(NAMES.length)];
            patch = patch.with(
                    name,
                    switch (random.nextInt(4)) {
                        case 0 -> JsonNull.NULL;
                        case 1 -> pick(SCALARS);
                        default -> depth > 0 ? patch(depth - 1) : pick(SCALARS);
                    });
        }
        return switch (random.nextInt(9)) {
            case 6 -> patch.with("least", random.nextInt(3) == 0 ? JsonNull.NULL : pick(MEASURES));
            case 7 -> patch.with("status", random.nextInt(3) == 0 ? JsonNull.NULL : pick(SCALARS));
            case 8 -> patch.with("bio", random.nextInt(3) == 0 ? patch(1) : pick(SCALARS));
            case 0 -> patch.with("log", random.nextBoolean() ? JsonNull.NULL : array(LOG_SCALARS));
            case 1 -> patch.with("tags", random.nextBoolean() ? JsonNull.NULL : array(MEMBERS));
            case 2 -> patch.with("visits", random.nextBoolean() ? JsonNull.NULL : pick(STEPS));
            default -> patch;
        };
    }

    private List<DeltaOperation> operations() {
        var operations = new ArrayList<DeltaOperation>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            operations.add(operation());
        }
        return operations;
    }

    private DeltaOperation operation() {
        return switch (random.nextInt(21)) {
            case 18 -> new DeltaOperation.Copy(path(), path());
            case 19 -> new DeltaOperation.Move(path(), path());
            case 20 -> new DeltaOperation.Copy(one(LOGS), path());
            case 12, 13 -> new DeltaOperation.Add(one(EXTREMES), pick(MEASURES));
            case 14 -> new DeltaOperation.Remove(one(EXTREMES));
            case 15, 16 -> new DeltaOperation.Add(one(DECIDED), random.nextInt(6) == 0 ? object(1) : pick(SCALARS));
            case 17 -> new DeltaOperation.Remove(one(DECIDED));
            case 0, 1 -> new DeltaOperation.Add(path(), random.nextInt(4) == 0 ? object(2) : pick(SCALARS));
            case 2 -> new DeltaOperation.Replace(path(), pick(SCALARS));
            case 3, 4 -> new DeltaOperation.Remove(path());
            case 5, 6 -> new DeltaOperation.Append(one(LOGS), pick(LOG_SCALARS));
            case 7 -> new DeltaOperation.Remove(one(LOGS).child("" + random.nextInt(2)));
            case 8 -> new DeltaOperation.SetAdd(one(SETS), pick(MEMBERS));
            case 9 -> new DeltaOperation.SetRemove(one(SETS), pick(MEMBERS));
            case 10 -> new DeltaOperation.Increment(one(COUNTERS), (JsonNumber) pick(STEPS));
            default -> new DeltaOperation.Test(path(), new JsonString("s"));
        };
    }

    private JsonPointer path() {
        JsonPointer path = JsonPointer.ROOT;
        for (int i = random.nextInt(3); i >= 0; i--) {
            path = path.child(random.nextInt(12) == 0 ? "0" : NAMES[random.nextInt(NAMES.length)]);
        }
        return path;
    }

    private JsonPointer one(String[] paths) {
        return JsonPointer.parse(paths[random.nextInt(paths.length)]);
    }

    private JsonArray array(String[] from) {
        var elements = new ArrayList<JsonValue>();
        for (int i = random.nextInt(4); i > 0; i--) {
            elements.add(pick(from));
        }
        return JsonArray.of(elements);
    }

    private JsonValue pick(String[] from) {
        return Replica.json(from[random.nextInt(from.length)]);
    }
}
