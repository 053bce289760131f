package io.crossweave.it.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The planted bugs can still be planted: each patch applies, names test classes that exist, and is listed. That these tests catch it is
 * shown by the script beside the patches, which takes minutes.
 */
final class PlantedBugsTest {
    private static final Path FOLDER = Path.of("integration-tests", "src", "test", "mutants");
    private static final Pattern FILE_NAME = Pattern.compile("\\d{2,3}-[a-z0-9-]+\\.patch");

    static List<Path> patches() throws IOException {
        try (Stream<Path> files = Files.list(ProjectFolder.path().resolve(FOLDER))) {
            return files.filter(file -> file.toString().endsWith(".patch"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("patches")
    void aPatchStillApplies(Path patch) throws Exception {
        Path home = ProjectFolder.path();
        assumeThat(home.resolve(".git"))
                .as("a checkout, in which git can try the patch")
                .exists();
        Path output = Files.createTempFile("patch", ".txt");
        try {
            int exit = new ProcessBuilder("git", "-C", home.toString(), "apply", "--check", patch.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start()
                    .waitFor();

            assertThat(exit).as(Files.readString(output)).isZero();
        } finally {
            Files.delete(output);
        }
    }

    @ParameterizedTest
    @MethodSource("patches")
    void aPatchChangesProductionCodeAndNamesTestsThatExist(Path patch) throws IOException {
        String text = Files.readString(patch);
        assertThat(patch.getFileName().toString()).matches(FILE_NAME);

        assertThat(text.lines().filter(line -> line.startsWith("+++ ")))
                .isNotEmpty()
                .allMatch(line -> line.startsWith("+++ b/" + header(text, "Module") + "/src/main/java/"));
        for (String testClass : header(text, "Caught-by").split(",", -1)) {
            assertThat(ProjectFolder.path()
                            .resolve(header(text, "Module"))
                            .resolve("src/test/java")
                            .resolve(testClass.replace('.', '/') + ".java"))
                    .exists();
        }
    }

    @ParameterizedTest
    @MethodSource("patches")
    void aPatchIsListedWithItsLawAndItsTests(Path patch) throws IOException {
        String text = Files.readString(patch);
        String name = patch.getFileName().toString();

        List<String> rows =
                listed().filter(row -> row.contains("/" + name + ")")).toList();

        assertThat(rows).hasSize(1);
        assertThat(rows.getFirst()).contains("| " + header(text, "Law") + " |");
        for (String testClass : header(text, "Caught-by").split(",", -1)) {
            assertThat(rows.getFirst()).contains("`" + testClass.replaceFirst(".*\\.", "") + "`");
        }
    }

    @Test
    void nothingIsListedThatIsNotThere() throws IOException {
        assertThat(listed()).hasSameSizeAs(patches()).hasSizeGreaterThanOrEqualTo(24);
    }

    /** The rows of the list that name a patch. */
    private static Stream<String> listed() throws IOException {
        return Files.readString(ProjectFolder.path().resolve("docs/planted-bugs.md"))
                .lines()
                .filter(line -> line.startsWith("| [") && line.contains(".patch)"));
    }

    private static String header(String patch, String name) {
        List<String> values = patch.lines()
                .takeWhile(line -> !line.startsWith("diff --git"))
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2).strip())
                .toList();
        assertThat(values).as(name).hasSize(1);
        return values.getFirst();
    }
}
