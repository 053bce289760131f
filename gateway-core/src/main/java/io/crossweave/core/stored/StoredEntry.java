package io.crossweave.core.stored;

import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.model.Hlc;

/** The value of a live entry's row; its id is the row's key. */
public record StoredEntry(
        JsonPointer path,
        EntryKind kind,
        JsonValue value,
        Hlc hlc,
        String classification,
        int ruleVersion,
        String source,
        boolean reconciles) {}
