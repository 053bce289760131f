package io.crossweave.cli.command;

import io.crossweave.cli.site.Call;
import picocli.CommandLine.Parameters;

/** The context that a command is about. */
final class ContextName {
    @Parameters(index = "0", paramLabel = "TYPE", description = "The context type.")
    private String type;

    @Parameters(index = "1", paramLabel = "ID", description = "The context's id.")
    private String id;

    /** Its path at every site. */
    String path() {
        return "/v1/contexts/" + Call.segment(type) + "/" + Call.segment(id);
    }
}
