package io.crossweave.core.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Documents that a seed decides, of every kind of value and with the characters and numbers that codecs get wrong. */
public final class GeneratedJson {
    private static final String[] FRAGMENTS = {
        "a",
        "z",
        "0",
        "~",
        "/",
        "~1",
        "\"",
        "\\",
        "\b",
        "\f",
        "\n",
        "\r",
        "\t",
        "\u0000",
        "\u001f",
        "\u007f",
        "é",
        "ß",
        "߿",
        "ࠀ",
        "日本",
        "\ue000",
        "\uffff",
        "\ud83d\ude00",
        "\ud800\udc00",
        "\udbff\udfff",
        "\u2028",
        " "
    };
    private static final String[] NUMBERS = {
        "0",
        "-0",
        "1",
        "1.0",
        "1e0",
        "10E-1",
        "9007199254740993",
        "-9223372036854775808",
        "18446744073709551616",
        "0.1",
        "1e400000000",
        "-2.50e-7",
        "123456789.123456789123456789"
    };

    private final Random random;

    public GeneratedJson(long seed) {
        this.random = new Random(seed);
    }

    public JsonObject document() {
        JsonObject document = JsonObject.EMPTY;
        for (int i = random.nextInt(12); i > 0; i--) {
            document = document.with(text(), value(4));
        }
        return document;
    }

    public JsonValue value(int depthMax) {
        return switch (random.nextInt(depthMax > 0 ? 8 : 6)) {
            case 0 -> JsonNull.NULL;
            case 1 -> JsonBoolean.of(random.nextBoolean());
            case 2 -> JsonNumber.of(random.nextLong());
            case 3 -> JsonNumber.of(NUMBERS[random.nextInt(NUMBERS.length)]);
            case 4, 5 -> new JsonString(text());
            case 6 -> array(depthMax - 1);
            default -> object(depthMax - 1);
        };
    }

    public String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(FRAGMENTS[random.nextInt(FRAGMENTS.length)]);
        }
        return text.toString();
    }

    private JsonArray array(int depthMax) {
        List<JsonValue> elements = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            elements.add(value(depthMax));
        }
        return JsonArray.of(elements);
    }

    private JsonObject object(int depthMax) {
        JsonObject object = JsonObject.EMPTY;
        for (int i = random.nextInt(5); i > 0; i--) {
            object = object.with(text(), value(depthMax));
        }
        return object;
    }
}
