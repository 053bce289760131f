package io.crossweave.cli.command;

import io.crossweave.cli.Crossweave;
import io.crossweave.core.document.JsonArray;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code patch}: publishes a change, in either of two standard forms. */
@Command(
        name = "patch",
        description = "Changes a context: a JSON array is a JSON Patch (RFC 6902), an object a Merge Patch (RFC 7396).")
public final class PatchCommand implements Callable<Integer> {
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
        byte[] patch = body.bytes();
        String mediaType = RequestBody.parse(patch) instanceof JsonArray
                ? "application/json-patch+json"
                : "application/merge-patch+json";
        return publishing.publish(crossweave, spec, publishing.call("PATCH").withBody(mediaType, patch));
    }
}
