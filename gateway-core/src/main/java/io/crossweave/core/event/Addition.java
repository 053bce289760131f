package io.crossweave.core.event;

import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonValue;

/**
 * An entry that an event adds.
 *
 * @param ordinal its place in the event, from 0, and with the event's dot its identity
 * @param classification the class of the path when it was stamped; empty where unclassified. It travels with every form of the event
 */
public record Addition(int ordinal, JsonPointer path, EntryKind kind, JsonValue value, String classification) {}
