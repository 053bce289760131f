package io.crossweave.cli.command;

import io.crossweave.cli.Crossweave;
import io.crossweave.cli.ExitCode;
import io.crossweave.cli.json.Members;
import io.crossweave.cli.site.Call;
import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.document.JsonWriter;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What commands have in common that list what one site has, and may order something of it. */
abstract class ListingCommand implements Callable<Integer> {
    @ParentCommand
    private Crossweave crossweave;

    @Spec
    private CommandSpec spec;

    @Mixin
    private SiteCall site;

    /**
     * Prints a list with all its pages: as one with {@code --json}, else in words.
     *
     * @param path with a query, or of a list that has one page
     */
    final int list(String path, BiConsumer<PrintWriter, List<JsonValue>> words) throws InterruptedException {
        var items = new ArrayList<JsonValue>();
        Optional<String> next = Optional.of("");
        while (next.isPresent()) {
            String after = next.get().isEmpty() ? "" : "&after=" + Call.segment(next.get());
            JsonValue page = site.send(crossweave, Call.get(path + after)).json();
            Members.array(page, "items").forEach(items::add);
            next = Members.text(page, "next");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (crossweave.json()) {
            out.println(JsonWriter.toText(JsonObject.of("items", JsonArray.of(items))));
        } else {
            words.accept(out, items);
        }
        out.flush();
        return ExitCode.DONE;
    }

    /** Orders something and prints the answer: as it is with {@code --json}, else in a word. */
    final JsonValue order(Call call, Function<JsonValue, String> word) throws InterruptedException {
        JsonValue answer = site.send(crossweave, call).json();
        PrintWriter out = spec.commandLine().getOut();
        out.println(crossweave.json() ? JsonWriter.toText(answer) : word.apply(answer));
        out.flush();
        return answer;
    }

    /** A text that should be there. */
    static String text(JsonValue item, String name) {
        return Members.text(item, name).orElse("?");
    }
}
