package io.crossweave.app.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProblemTypeTest {
    @Test
    void eachTypeIsDescribedWithItsStatus() throws IOException {
        String described = Files.readString(Path.of(System.getProperty("crossweave.home", ".."), "docs/problems.md"));
        for (ProblemType type : ProblemType.values()) {
            assertThat(described).contains("| `" + type.slug() + "` | " + type.status() + " |");
        }
        assertThat(described.lines().filter(line -> line.startsWith("| `"))).hasSize(ProblemType.values().length);
    }
}
