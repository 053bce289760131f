package io.crossweave.cli.command;

import io.crossweave.cli.CommandFailure;
import io.crossweave.core.document.InvalidJsonException;
import io.crossweave.core.document.JsonLimits;
import io.crossweave.core.document.JsonReader;
import io.crossweave.core.document.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The JSON that a command sends. */
final class RequestBody {
    /** As deep and a little larger than sites take: what is too large is theirs to refuse. */
    private static final JsonLimits LIMITS = new JsonLimits(64 << 20, JsonLimits.DEPTH_CEILING);

    @Option(names = "--file", paramLabel = "F", description = "Where the JSON is read from (default: standard input).")
    private @Nullable Path file;

    byte[] bytes() throws IOException {
        if (file == null) {
            return System.in.readAllBytes();
        }
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new CommandFailure("no file can be read at " + file);
        }
        return Files.readAllBytes(file);
    }

    static JsonValue parse(byte[] bytes) {
        try {
            return JsonReader.parse(bytes, LIMITS);
        } catch (InvalidJsonException e) {
            throw new CommandFailure("the input is no JSON: " + e.getMessage());
        }
    }
}
