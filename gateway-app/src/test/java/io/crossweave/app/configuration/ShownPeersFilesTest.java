package io.crossweave.app.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The peers files that the operators' guide shows can be used as they stand there. */
class ShownPeersFilesTest {
    private static final Pattern SHOWN = Pattern.compile("```properties\n(.*?)```", Pattern.DOTALL);

    static List<String> shown() throws IOException {
        Path guide = Path.of(System.getProperty("crossweave.home"), "docs", "operations.md");
        Matcher matcher = SHOWN.matcher(Files.readString(guide));
        var files = new ArrayList<String>();
        while (matcher.find()) {
            files.add(matcher.group(1));
        }
        return files;
    }

    @Test
    void theGuideShowsSome() throws Exception {
        assertThat(shown()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("shown")
    void eachHasNoFault(String text) {
        var faults = new ArrayList<String>();

        PeersSettings peers = PeersReader.read("aws-us-east-1", text, faults::add);

        assertThat(faults).isEmpty();
        assertThat(peers.topology().regions()).hasSizeGreaterThan(1);
    }
}
