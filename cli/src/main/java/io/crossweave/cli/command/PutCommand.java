package io.crossweave.cli.command;

import io.crossweave.cli.Crossweave;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code put}: publishes a whole document. */
@Command(name = "put", description = "Publishes JSON as the whole document of a context, and prints the new version.")
public final class PutCommand implements Callable<Integer> {
    @ParentCommand
    private Crossweave crossweave;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Publishing publishing;

    @Mixin
    private RequestBody body;

    @Override
    public Integer call() throws IOException, InterruptedException {
        return publishing.publish(crossweave, spec, publishing.call("PUT").withBody("application/json", body.bytes()));
    }
}
