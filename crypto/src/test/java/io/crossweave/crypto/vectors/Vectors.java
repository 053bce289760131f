package io.crossweave.crypto.vectors;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonLimits;
import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonReader;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** One file of Wycheproof vectors. */
final class Vectors {
    private static final int BYTES_MAX = 32 << 20;

    private Vectors() {}

    /** The groups of a file; skips the running test where the file is absent. */
    static List<Node> groups(String file) throws IOException {
        Path path = directory().resolve("wycheproof").resolve(file);
        assumeTrue(Files.exists(path), () -> "skipped: no vectors at " + path + " (set -Dvectors.dir)");
        try (InputStream in = new GZIPInputStream(Files.newInputStream(path))) {
            byte[] json = in.readNBytes(BYTES_MAX);
            return new Node(JsonReader.parse(json, new JsonLimits(BYTES_MAX, 32))).list("testGroups");
        }
    }

    private static Path directory() {
        String configured = System.getProperty("vectors.dir", "");
        if (!configured.isEmpty()) {
            return Path.of(configured);
        }
        Path module = Path.of("").toAbsolutePath();
        return Optional.ofNullable(module.getParent())
                .orElse(module)
                .resolve("../shared/vectors")
                .normalize();
    }

    /** A JSON object of the file. */
    record Node(JsonValue json) {
        List<Node> list(String name) {
            if (!(member(name) instanceof JsonArray elements)) {
                throw new AssertionError(name + " is no array");
            }
            List<Node> nodes = new ArrayList<>();
            elements.forEach(element -> nodes.add(new Node(element)));
            return nodes;
        }

        Node node(String name) {
            return new Node(member(name));
        }

        byte[] bytes(String name) {
            return HexFormat.of().parseHex(text(name));
        }

        String text(String name) {
            if (!(member(name) instanceof JsonString text)) {
                throw new AssertionError(name + " is no string");
            }
            return text.value();
        }

        int number(String name) {
            if (!(member(name) instanceof JsonNumber number)) {
                throw new AssertionError(name + " is no number");
            }
            return number.decimal().intValueExact();
        }

        boolean isValid() {
            return switch (text("result")) {
                case "valid" -> true;
                case "invalid" -> false;
                default -> throw new AssertionError("result " + text("result"));
            };
        }

        String label() {
            return "vector " + number("tcId") + " " + text("comment");
        }

        private JsonValue member(String name) {
            JsonValue member = json instanceof JsonObject object ? object.get(name) : null;
            if (member == null) {
                throw new AssertionError("no member " + name);
            }
            return member;
        }
    }
}
