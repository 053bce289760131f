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

/** {@code conflicts} and {@code quarantine}: lists in pages, and orders. */
final class OperatorCommandsTest {
    private static final String CONFLICT = """
            {"id":"c1","type":"plans","contextId":"p-1","path":"/route","rule":"resolver","winner":"b~1:2","state":"open",
             "resolverFailed":"planner gave no answer within 2000 ms",
             "sides":[{"dot":"a~1:1","source":"human","value":"by train"},{"dot":"b~1:2","deleted":true},
                      {"dot":"c~1:3","valueOmitted":true}]}""";
    private static final String ITEM = """
            {"id":"q1","type":"plans","contextId":"p-1","dot":"a~1:1","reason":"no such type","attempts":3,
             "firstFailureAt":"2026-01-01T00:00:00Z"}""";

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

    private static String page(String item, String next) {
        return "{\"items\":[" + item + "]" + (next.isEmpty() ? "" : ",\"next\":\"" + next + "\"") + "}";
    }

    @Test
    void conflictsListsAllPagesAndMarksWhatIsShown() {
        sites.say("/v1/conflicts?state=open", page(CONFLICT, "a b"));
        sites.say("/v1/conflicts?state=open&after=a%20b", page(CONFLICT.replace("c1", "c2"), ""));

        CommandRun run = run("conflicts");

        assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(run.out())
                .containsSubsequence("CONFLICT", "c1", "plans/p-1", "/route", "c2", "plans/p-1")
                .contains("    a~1:1 human \"by train\"", "  * b~1:2 deleted the context", "    c~1:3 (too large)")
                .contains("left to people: resolver planner gave no answer within 2000 ms");
    }

    @Test
    void conflictsAsksForATypeAndAStateAndPrintsJson() {
        sites.say("/v1/conflicts?state=all&type=plans", page(CONFLICT, ""));

        CommandRun run = run("conflicts", "--type", "plans", "--state", "all", "--json");

        assertThat(run.out()).hasLineCount(1).startsWith("{\"items\":[{\"contextId\":\"p-1\"");
    }

    @Test
    void aConflictIsSettledByASideOrByADocument() throws IOException {
        sites.say("/v1/conflicts/c1/resolution", "{\"contextVersion\":\"v9\"}");
        String file =
                Files.writeString(folder.resolve("d.json"), "{\"route\":\"x\"}").toString();

        assertThat(run("conflicts", "--resolve", "c1", "--choose", "a~1:1").out())
                .isEqualToIgnoringNewLines("v9");
        assertThat(run("conflicts", "--resolve", "c1", "--file", file, "--json").out())
                .isEqualToIgnoringNewLines("{\"contextVersion\":\"v9\"}");

        assertThat(sites.requests())
                .containsExactly(
                        "POST /v1/conflicts/c1/resolution application/json {\"choose\":\"a~1:1\"}",
                        "POST /v1/conflicts/c1/resolution application/json {\"document\":{\"route\":\"x\"}}");
    }

    @Test
    void quarantineListsItemsWithWhyTheyAreThere() {
        sites.say("/v1/quarantine?limit=1000", page(ITEM, "n"));
        sites.say("/v1/quarantine?limit=1000&after=n", page(ITEM.replace("q1", "q2"), ""));

        CommandRun run = run("quarantine");

        assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(run.out()).containsSubsequence("REASON, ID", "p-1", "3", "no such type", "  q1", "  q2");
        assertThat(run("quarantine", "--json").out()).hasLineCount(1).contains("\"q1\"", "\"q2\"");
    }

    @Test
    void anEmptyQuarantineSaysSo() {
        sites.say("/v1/quarantine?limit=1000", "{\"items\":[]}");

        assertThat(run("quarantine").out()).isEqualToIgnoringNewLines("nothing is quarantined");
    }

    @Test
    void replayTellsWhatBecameOfAnItemAndExitsWithOneWhereItStays() {
        sites.say(
                "/v1/quarantine/q1/replay", "{\"outcome\":\"quarantined\",\"reason\":\"no such type\",\"attempts\":4}");
        sites.say("/v1/quarantine/q2/replay", "{\"outcome\":\"applied\"}");

        CommandRun stays = run("quarantine", "--replay", "q1");
        assertThat(stays.exitCode()).isEqualTo(ExitCode.NO);
        assertThat(stays.out()).isEqualToIgnoringNewLines("quarantined: no such type");
        CommandRun goes = run("quarantine", "--replay", "q2");
        assertThat(goes.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(goes.out()).isEqualToIgnoringNewLines("applied");
    }

    @Test
    void deleteGivesAnItemUp() {
        sites.say("/v1/quarantine/q1", "{\"outcome\":\"declined\"}");

        assertThat(run("quarantine", "--delete", "q1").out()).isEqualToIgnoringNewLines("declined");
        assertThat(sites.requests()).containsExactly("DELETE /v1/quarantine/q1 null ");
        assertThat(run("quarantine", "--delete", "q1", "--replay", "q1").exitCode())
                .isEqualTo(2);
    }
}
