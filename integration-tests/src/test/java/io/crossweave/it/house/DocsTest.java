package io.crossweave.it.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossweave.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.ParameterException;

/** The commands that the documents show exist as they are shown. */
final class DocsTest {
    /** Goals and phases, besides options, that the documents may ask Maven for. */
    private static final Set<String> MAVEN_GOALS = Set.of("verify", "test", "package", "clean", "spotless:apply");

    /** A first word that is a path below the project's folder. */
    private static final Pattern PROJECT_FILE = Pattern.compile("[\\w.-]+/[^\\s=]+(\\s|$)");

    static List<String> shownCommands() throws IOException {
        var commands = new ArrayList<String>();
        for (Path document : documents()) {
            commands.addAll(commandsIn(Files.readAllLines(document)));
        }
        return commands;
    }

    private static List<Path> documents() throws IOException {
        Path docs = ProjectFolder.path().resolve("docs");
        var documents = new ArrayList<Path>(List.of(ProjectFolder.path().resolve("README.md")));
        if (Files.isDirectory(docs)) {
            try (Stream<Path> files = Files.walk(docs)) {
                documents.addAll(files.filter(file -> file.toString().endsWith(".md"))
                        .sorted()
                        .toList());
            }
        }
        return documents;
    }

    /** The lines of fenced {@code sh} blocks that run something of the project, continued lines joined, without comments and prompts. */
    static List<String> commandsIn(List<String> lines) {
        var commands = new ArrayList<String>();
        var line = new StringBuilder();
        boolean inside = false;
        for (String text : lines) {
            String stripped = text.strip();
            if (stripped.startsWith("```")) {
                inside = stripped.equals("```sh");
            } else if (inside) {
                boolean continued = stripped.endsWith("\\");
                line.append(continued ? stripped.substring(0, stripped.length() - 1) : stripped);
                if (!continued) {
                    commands.add(line.toString().replaceFirst("(^|\\s)#.*$", "").strip());
                    line.setLength(0);
                }
            }
        }
        commands.removeIf(command -> !PROJECT_FILE.matcher(command).lookingAt());
        return commands;
    }

    static void check(String command) {
        // What follows a pipe, a redirection or a second command is the shell's.
        List<String> words = Arrays.stream(command.split("\\s+(?:[|&;<>]|2>).*$", 2)[0].split("\\s+"))
                .map(word -> word.replaceAll("^['\"]|['\"]$", ""))
                .toList();
        List<String> arguments = words.subList(1, words.size());
        if (words.getFirst().equals("./crossweave")) {
            Main.commandLine().parseArgs(arguments.toArray(String[]::new));
        } else if (words.getFirst().equals("./mvnw")) {
            checkMaven(arguments);
        } else {
            assertThat(ProjectFolder.path().resolve(words.getFirst())).isExecutable();
        }
    }

    private static void checkMaven(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("-pl")) {
                i++;
                for (String module : arguments.get(i).split(",", -1)) {
                    assertThat(ProjectFolder.path().resolve(module).resolve("pom.xml"))
                            .exists();
                }
            } else if (!argument.startsWith("-")) {
                assertThat(MAVEN_GOALS).contains(argument);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shownCommands")
    void aShownCommandExists(String command) {
        assertThatCode(() -> check(command)).doesNotThrowAnyException();
    }

    @Test
    void commandsAreFoundInFencedBlocksOnly() {
        // Given
        var lines = List.of(
                "./crossweave prose",
                "```sh",
                "./crossweave a \\",
                "  --b   # why",
                "cd x",
                "curl http://127.0.0.1/x",
                "some/script 1",
                "./mvnw verify",
                "```",
                "```text",
                "./crossweave output",
                "```");

        // When
        List<String> commands = commandsIn(lines);

        // Then
        assertThat(commands).containsExactly("./crossweave a --b", "some/script 1", "./mvnw verify");
    }

    @Test
    void aCommandThatDoesNotExistIsSeen() {
        assertThatThrownBy(() -> check("./crossweave levitate")).isInstanceOf(ParameterException.class);
        assertThatThrownBy(() -> check("./crossweave --colour")).isInstanceOf(ParameterException.class);
        assertThatThrownBy(() -> check("./mvnw levitate")).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> check("./mvnw -pl nowhere verify")).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> check("some/script")).isInstanceOf(AssertionError.class);
    }
}
