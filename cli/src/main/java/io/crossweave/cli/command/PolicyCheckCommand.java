package io.crossweave.cli.command;

import io.crossweave.cli.CommandFailure;
import io.crossweave.cli.ExitCode;
import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.document.JsonWriter;
import io.crossweave.policy.PolicyFile;
import io.crossweave.policy.PolicyFiles;
import io.crossweave.policy.yaml.Finding;
import io.crossweave.policy.yaml.Finding.Severity;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code policy check}: says what is wrong with policy files. */
@Command(
        name = "check",
        description = {
            "Checks context-type and policy files together, as a site reads them; prints each mistake with its place.",
            "Ends with 1 where a site would refuse them."
        })
public final class PolicyCheckCommand implements Callable<Integer> {
    @ParentCommand
    private PolicyCommand policy;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "PATH",
            description = "Files, or folders whose .yaml and .yml files are meant.")
    private List<Path> paths;

    @Option(
            names = "--known-sites",
            paramLabel = "REGION",
            split = ",",
            description = "The regions of the deployment; then others are mistakes.")
    private @Nullable List<String> knownSites;

    @Override
    public Integer call() throws IOException {
        List<PolicyFile> files = new ArrayList<>();
        for (Path file : named()) {
            files.add(PolicyFile.of(file));
        }
        SortedSet<String> known = knownSites == null ? Collections.emptySortedSet() : new TreeSet<>(knownSites);
        List<Finding> findings = PolicyFiles.check(files, known);
        boolean isUsable = findings.stream().noneMatch(finding -> finding.severity() == Severity.ERROR);
        PrintWriter out = spec.commandLine().getOut();
        if (policy.crossweave().json()) {
            out.println(JsonWriter.toText(json(findings)));
        } else {
            findings.forEach(out::println);
            out.println(files.size() + " files checked: "
                    + (isUsable ? findings.isEmpty() ? "nothing is wrong" : "usable, with warnings" : "not usable"));
        }
        out.flush();
        return isUsable ? ExitCode.DONE : ExitCode.NO;
    }

    private SortedSet<Path> named() throws IOException {
        var files = new TreeSet<Path>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                files.addAll(yamlFilesIn(path));
            } else if (Files.isReadable(path)) {
                files.add(path);
            } else {
                throw new CommandFailure("no file can be read at " + path);
            }
        }
        if (files.isEmpty()) {
            throw new CommandFailure("no .yaml or .yml file is in " + paths.getFirst());
        }
        return files;
    }

    private static List<Path> yamlFilesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*\\.ya?ml"))
                    .toList();
        }
    }

    private static JsonArray json(List<Finding> findings) {
        return JsonArray.of(findings.stream()
                .<JsonValue>map(finding -> JsonObject.of(
                        "severity", new JsonString(finding.severity().name().toLowerCase(Locale.ROOT)),
                        "place", new JsonString(finding.place().toString()),
                        "sentence", new JsonString(finding.sentence())))
                .toList());
    }
}
