package io.crossweave.cli.command;

import io.crossweave.cli.Crossweave;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code delete}: publishes a deletion. */
@Command(name = "delete", description = "Deletes a context, and prints the deletion's version.")
public final class DeleteCommand implements Callable<Integer> {
    @ParentCommand
    private Crossweave crossweave;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Publishing publishing;

    @Override
    public Integer call() throws InterruptedException {
        return publishing.publish(crossweave, spec, publishing.call("DELETE"));
    }
}
