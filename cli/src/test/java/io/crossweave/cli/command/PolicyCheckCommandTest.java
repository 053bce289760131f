package io.crossweave.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.cli.ExitCode;
import io.crossweave.policy.PolicyFile;
import io.crossweave.policy.demo.DemoFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PolicyCheckCommandTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void writeDemoFiles() throws IOException {
        for (PolicyFile file : DemoFiles.all()) {
            Files.writeString(folder.resolve(file.name()), file.text());
        }
    }

    @Test
    void nothingIsWrongWithTheDemosFiles() {
        CommandRun run = CommandRun.of("policy", "check", folder.toString());

        assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(run.out()).isEqualToIgnoringNewLines("2 files checked: nothing is wrong");
    }

    @Test
    void aMistakeIsToldWithItsPlace() throws IOException {
        Path policy = folder.resolve("policy.yaml");
        Files.writeString(policy, Files.readString(policy).replace("then: withhold", "then: perhaps"));

        CommandRun run = CommandRun.of("policy", "check", folder.toString());

        assertThat(run.exitCode()).isEqualTo(ExitCode.NO);
        assertThat(run.out()).contains(policy + ":", "error:", "perhaps", "not usable");
        assertThat(CommandRun.of("policy", "check", "--json", folder.toString()).out())
                .contains("\"severity\":\"error\"");
    }

    @Test
    void aSiteThatIsNotOfTheDeploymentIsAMistake() {
        CommandRun run = CommandRun.of("policy", "check", "--known-sites", "aws-us-east-1", folder.toString());

        assertThat(run.exitCode()).isEqualTo(ExitCode.NO);
        assertThat(run.out()).contains("gcp-asia-northeast1");
    }

    @Test
    void aPathThatIsNotThereIsNamed() {
        CommandRun run =
                CommandRun.of("policy", "check", folder.resolve("nowhere").toString());

        assertThat(run.exitCode()).isEqualTo(ExitCode.NO);
        assertThat(run.err()).contains("nowhere");
    }

    @Test
    void policyAloneIsAUsageError() {
        assertThat(CommandRun.of("policy").exitCode()).isEqualTo(ExitCode.USAGE);
    }
}
