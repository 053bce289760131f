package io.crossweave.core.document;

/** The JSON {@code null}, a value like any other: a member that holds it is present. */
public enum JsonNull implements JsonValue {
    NULL
}
