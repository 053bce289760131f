package io.crossweave.core.document;

/** A JSON string of well-formed Unicode: a lone surrogate has no UTF-8 form, so that it could be neither sealed nor compared. */
public record JsonString(String value) implements JsonValue {
    public JsonString {
        UnicodeText.requireWellFormed(value, "string");
    }

    @Override
    public String toString() {
        return "JsonString[" + value.length() + " chars]";
    }
}
