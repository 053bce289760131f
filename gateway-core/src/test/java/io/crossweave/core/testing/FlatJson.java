package io.crossweave.core.testing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SortedMap;
import java.util.TreeMap;

/** The scalars of a small JSON document by their JSON Pointer: enough for a test to look at an answer. */
final class FlatJson {

    private static final JsonFactory JSON = new JsonFactory();

    private FlatJson() {}

    static SortedMap<String, String> parse(String json) {
        SortedMap<String, String> scalars = new TreeMap<>();
        try (JsonParser parser = JSON.createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isScalarValue()) {
                    scalars.put(parser.getParsingContext().pathAsPointer().toString(), parser.getText());
                }
            }
            return scalars;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
