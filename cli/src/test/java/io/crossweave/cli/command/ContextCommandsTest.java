package io.crossweave.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.cli.ExitCode;
import io.crossweave.cli.fake.FakeSites;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ContextCommandsTest {
    private final FakeSites sites = new FakeSites(1);

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        sites.close();
    }

    private CommandRun run(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--token", "t", "--site", sites.urls().getFirst()));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve("body.json"), text).toString();
    }

    @Test
    void getPrintsTheDocumentAndWithJsonItsVersion() {
        CommandRun.of(
                "replay",
                "--token",
                "t",
                "--limit",
                "1",
                "--sites",
                sites.urls().getFirst());
        String id = sites.contextIds().getFirst();

        assertThat(run("get", "conversation", id).out()).startsWith("{\"messages\":[{");
        assertThat(run("get", "conversation", id, "--json").out())
                .startsWith("{\"document\":")
                .contains("\"version\":\"v");
    }

    @Test
    void aRefusalIsOneLineWithItsReason() {
        CommandRun run = run("get", "conversation", "nobody");

        assertThat(run.exitCode()).isEqualTo(ExitCode.NO);
        assertThat(run.err()).hasLineCount(1).contains("404: there is no such context");
    }

    @Test
    void putSendsTheDocumentWithItsLabels() throws IOException {
        CommandRun run = run("put", "profile", "a b", "--file", file("{\"a\":1}"), "--labels", "residency=EU");

        assertThat(run.out()).isEqualToIgnoringNewLines("v0");
        assertThat(sites.requests()).last().isEqualTo("PUT /v1/contexts/profile/a%20b application/json {\"a\":1}");
    }

    @Test
    void anArrayIsAJsonPatchAndAnObjectAMergePatch() throws IOException {
        run("patch", "profile", "x", "--file", file("[]"));
        run("patch", "profile", "x", "--file", file("{}"));

        assertThat(sites.requests())
                .containsExactly(
                        "PATCH /v1/contexts/profile/x application/json-patch+json []",
                        "PATCH /v1/contexts/profile/x application/merge-patch+json {}");
    }

    @Test
    void aPatchThatIsNoJsonIsNotSent() throws IOException {
        CommandRun run = run("patch", "profile", "x", "--file", file("{"));

        assertThat(run.exitCode()).isEqualTo(ExitCode.NO);
        assertThat(run.err()).contains("no JSON");
        assertThat(sites.requests()).isEmpty();
    }

    @Test
    void deleteNamesTheContext() {
        assertThat(run("delete", "profile", "x").exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(sites.requests()).last().asString().startsWith("DELETE /v1/contexts/profile/x");
    }

    @Test
    void watchPrintsOneLineForEachEvent() {
        CommandRun run = run("watch", "conversation", "x", "--limit", "2");

        assertThat(run.out().lines())
                .containsExactly(
                        "{\"data\":{\"version\":\"v1\"},\"event\":\"snapshot\",\"id\":\"v1\"}",
                        "{\"data\":{\"version\":\"v2\"},\"event\":\"change\",\"id\":\"v2\"}");
    }

    @Test
    void aWatchThatBreaksOffIsTakenUpAgain() {
        CommandRun run = run("watch", "conversation", "x", "--limit", "3");

        assertThat(run.out()).hasLineCount(3);
        assertThat(run.err()).contains("taking it up again");
    }

    @Test
    void peersAreATable() {
        assertThat(run("peers").out()).contains("PEER").containsPattern("b +up +7 +- +-  -");
        assertThat(run("peers", "--json").out()).startsWith("{\"items\":");
    }

    @Test
    void aSiteThatIsAwayIsNamed() {
        String url = sites.urls().getFirst();
        sites.close();

        CommandRun run = CommandRun.of("peers", "--token", "t", "--site", url);

        assertThat(run.exitCode()).isEqualTo(ExitCode.NO);
        assertThat(run.err()).hasLineCount(1).contains(url);
    }

    @Test
    void withoutADemoTheFailureSaysHowToStartOne() {
        CommandRun run = CommandRun.of("peers", "--token", "t", "--data", folder.toString());

        assertThat(run.exitCode()).isEqualTo(ExitCode.NO);
        assertThat(run.err()).hasLineCount(1).contains("./crossweave demo", folder.toString());
    }

    @Test
    void whatIsNoUrlIsRefused() {
        assertThat(CommandRun.of("peers", "--token", "t", "--site", "http://x/path")
                        .err())
                .contains("no URL of a site");
    }
}
