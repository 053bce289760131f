package io.crossweave.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.cli.ExitCode;
import io.crossweave.cli.token.TokenKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokenCommandTest {
    @TempDir
    private Path folder;

    private CommandRun token(String... options) throws IOException {
        TokenKey.create(Files.createDirectories(folder.resolve("keys")));
        String[] arguments = new String[options.length + 3];
        arguments[0] = "token";
        arguments[1] = "--data";
        arguments[2] = folder.toString();
        System.arraycopy(options, 0, arguments, 3, options.length);
        return CommandRun.of(arguments);
    }

    private static String claims(CommandRun run) {
        String payload = run.out().strip().split("\\.", -1)[1];
        return new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8);
    }

    @Test
    void optionsBecomeClaims() throws IOException {
        CommandRun run =
                token("--subject", "ann", "--role", "reader,compliance", "--tenant", "acme", "--source", "agent");

        assertThat(claims(run))
                .contains("\"sub\":\"ann\"", "\"groups\":[\"reader\",\"compliance\"]", "\"tenant\":\"acme\"")
                .contains("\"source\":\"agent\"");
    }

    @Test
    void withoutOptionsItMayDoAllButWhatComplianceMay() throws IOException {
        assertThat(claims(token())).contains("\"groups\":[\"reader\",\"publisher\",\"operator\",\"admin\"]");
    }

    @Test
    void anUnknownRoleIsAUsageError() throws IOException {
        CommandRun run = token("--role", "king");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("king");
    }

    @Test
    void withoutADemoThereIsNoToken() {
        CommandRun run = CommandRun.of("token", "--data", folder.toString());

        assertThat(run.exitCode()).isEqualTo(ExitCode.NO);
        assertThat(run.err()).hasLineCount(1).contains("./crossweave demo");
    }
}
