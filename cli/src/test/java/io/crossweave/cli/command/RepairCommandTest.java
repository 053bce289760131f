package io.crossweave.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.cli.ExitCode;
import io.crossweave.cli.fake.FakeSites;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code repair}: what the comparisons of sites came to. */
final class RepairCommandTest {
    private static final String COMPARED =
            "{\"site\":\"bb\",\"underWay\":false,\"result\":\"compared\",\"differing\":2,\"restated\":1}";
    private static final String UNANSWERED =
            "{\"site\":\"cc\",\"underWay\":false,\"result\":\"unanswered\",\"differing\":0,\"restated\":0}";
    private static final String UNDER_WAY = "{\"site\":\"bb\",\"underWay\":true}";

    private final FakeSites sites = new FakeSites(1);

    @AfterEach
    void stop() {
        sites.close();
    }

    private CommandRun run(String... arguments) {
        var all = new ArrayList<>(
                List.of("repair", "--token", "t", "--site", sites.urls().getFirst()));
        all.addAll(List.of(arguments));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private void says(String... peers) {
        sites.say("/v1/repairs", "{\"items\":[" + String.join(",", peers) + "]}");
    }

    @Test
    void whatEachComparisonCameToIsPrinted() {
        says(COMPARED);

        CommandRun run = run();

        assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(run.out().lines().toList())
                .hasSize(2)
                .last()
                .asString()
                .containsSubsequence("bb", "compared", "2", "1");
    }

    @Test
    void oneThatDidNotComeToItsEndIsNoSuccess() {
        says(COMPARED, UNANSWERED);

        CommandRun run = run();

        assertThat(run.exitCode()).isEqualTo(ExitCode.NO);
        assertThat(run.out()).contains("unanswered");
    }

    @Test
    void oneThatIsUnderWayIsWaitedForAsLongAsToldAndNoLonger() {
        says(UNDER_WAY);

        CommandRun run = run("--timeout-s", "0");

        assertThat(run.exitCode()).isEqualTo(ExitCode.NO);
        assertThat(run.out()).contains("under way");
    }

    @Test
    void asJsonAllSitesAreOneDocument() {
        says(COMPARED);

        CommandRun run = run("--json");

        assertThat(run.out()).hasLineCount(1).startsWith("{\"sites\":[{").contains("\"result\":\"compared\"");
    }

    @Test
    void aSiteThatRefusesIsNamed() {
        CommandRun run = run();

        assertThat(run.exitCode()).isNotEqualTo(ExitCode.DONE);
        assertThat(run.err()).contains(sites.urls().getFirst());
    }
}
