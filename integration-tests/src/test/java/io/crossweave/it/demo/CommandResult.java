package io.crossweave.it.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command of the launcher that was run to its end. */
record CommandResult(int exitCode, String out, String err) {
    static CommandResult of(Duration limit, String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile("crossweave-out", ".txt");
        Path err = Files.createTempFile("crossweave-err", ".txt");
        try {
            var words = new ArrayList<String>();
            words.add(LauncherBuild.home().resolve("crossweave").toString());
            words.addAll(List.of(arguments));
            Process process = new ProcessBuilder(words)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError(
                        String.join(" ", words) + " took longer than " + limit + ": " + Files.readString(err));
            }
            return new CommandResult(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        }
    }
}
