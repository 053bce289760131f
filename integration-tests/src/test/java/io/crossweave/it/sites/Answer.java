package io.crossweave.it.sites;

import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonLimits;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonReader;
import io.crossweave.core.document.JsonString;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;

/** What a site answered. */
@SuppressWarnings("ArrayRecordComponent") // one answer, read where it was asked for
record Answer(int status, HttpHeaders headers, byte[] body) {
    private static final int SHOWN_CHARS = 500;

    JsonObject object() {
        return (JsonObject) JsonReader.parse(body, JsonLimits.DEFAULT);
    }

    /** A text of the answer's object; empty where there is none. */
    String text(String name) {
        return object().get(name) instanceof JsonString text ? text.value() : "";
    }

    /** An array of the answer's object; empty where there is none. */
    JsonArray array(String name) {
        return object().get(name) instanceof JsonArray array ? array : JsonArray.EMPTY;
    }

    JsonArray list() {
        return (JsonArray) JsonReader.parse(body, JsonLimits.DEFAULT);
    }

    /** A header; empty where there is none. */
    String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    @Override
    public String toString() {
        String text = new String(body, StandardCharsets.UTF_8);
        return status + " " + text.substring(0, Math.min(text.length(), SHOWN_CHARS));
    }
}
