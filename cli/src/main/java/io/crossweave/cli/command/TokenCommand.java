package io.crossweave.cli.command;

import io.crossweave.cli.Crossweave;
import io.crossweave.cli.ExitCode;
import io.crossweave.cli.demo.DemoDirectory;
import io.crossweave.cli.token.TokenClaims;
import io.crossweave.cli.token.TokenKey;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonWriter;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code token}: prints a token that the demo's sites accept. */
@Command(name = "token", description = "Prints a bearer token that the demo's sites accept for 12 hours.")
public final class TokenCommand implements Callable<Integer> {
    @ParentCommand
    private Crossweave crossweave;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--subject",
            paramLabel = "S",
            defaultValue = "demo",
            description = "Who bears it (default: ${DEFAULT-VALUE}).")
    private String subject;

    @Option(
            names = "--role",
            paramLabel = "R",
            split = ",",
            description = "What the bearer may do: reader, publisher, operator, compliance, admin"
                    + " (default: all but compliance).")
    private @Nullable List<String> roles;

    @Option(
            names = "--tenant",
            paramLabel = "T",
            defaultValue = TokenClaims.DEFAULT_TENANT,
            description = "Whose contexts it opens (default: ${DEFAULT-VALUE}).")
    private String tenant;

    @Option(
            names = "--source",
            paramLabel = "S",
            split = ",",
            description = "What the bearer may publish as: human, agent, automation, ... (default: human).")
    private @Nullable List<String> sources;

    @Override
    public Integer call() {
        TokenKey key = TokenKey.open(new DemoDirectory(crossweave.dataDirectory()).keys());
        String token = key.sign(claims(), Instant.now());
        PrintWriter out = spec.commandLine().getOut();
        out.println(crossweave.json() ? JsonWriter.toText(JsonObject.of("token", new JsonString(token))) : token);
        out.flush();
        return ExitCode.DONE;
    }

    private TokenClaims claims() {
        List<String> groups = roles == null ? TokenClaims.DEFAULT_GROUPS : roles;
        for (String group : groups) {
            if (!TokenClaims.GROUPS.contains(group)) {
                throw new ParameterException(
                        spec.commandLine(), "--role " + group + " is none of " + String.join(", ", TokenClaims.GROUPS));
            }
        }
        return new TokenClaims(subject, tenant, groups, sources == null ? TokenClaims.DEFAULT_SOURCES : sources);
    }
}
