package io.crossweave.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.cli.ExitCode;
import io.crossweave.cli.fake.FakeSites;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ReplayCommandTest {
    private final FakeSites sites = new FakeSites(3);

    @AfterEach
    void stop() {
        sites.close();
    }

    private CommandRun replay(String... arguments) {
        var all = new ArrayList<>(List.of("replay", "--token", "t", "--sites", String.join(",", sites.urls())));
        all.addAll(List.of(arguments));
        return CommandRun.of(all.toArray(String[]::new));
    }

    @Test
    void ourDialoguesAreReplayedAndCompared() {
        CommandRun run = replay();

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).matches("replayed 12 dialogues, 90 events, 3 sites, divergent 0\\R");
        assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(sites.contextIds()).hasSize(12);
    }

    @Test
    void turnsThatDoNotWaitAreAllThere() {
        CommandRun run = replay("--concurrent", "--limit", "3");

        assertThat(run.out()).startsWith("replayed 3 dialogues, ").contains("divergent 0");
        assertThat(sites.requests()).noneMatch(request -> request.contains("timeout-ms=10000"));
    }

    @Test
    void aTurnWaitsUntilItsSiteHasSeenTheOneBefore() {
        replay("--limit", "1");

        List<String> requests = sites.requests();
        assertThat(requests.get(0)).startsWith("POST /v1/events");
        assertThat(requests.get(1)).contains("?at-least=v1&");
        assertThat(requests.get(2)).startsWith("POST /v1/events");
        assertThat(requests.get(3)).contains("?at-least=v2&");
    }

    @Test
    void aPublishWithoutAnAnswerIsRepeatedWithItsEventId() {
        sites.loseAnswers(3);

        CommandRun run = replay("--limit", "2", "--json");

        assertThat(run.out()).contains("\"divergent\":0", "\"repeats\":3");
    }

    @Test
    void aSiteThatLacksEventsIsFound() {
        sites.deafen(2);

        CommandRun run = replay("--limit", "4", "--concurrent");

        assertThat(run.exitCode()).isEqualTo(ExitCode.NO);
        assertThat(run.out()).contains("divergent 4");
        assertThat(run.err()).contains("replay-").containsAnyOf("documents differ", "does not show it");
    }

    @Test
    void jsonTellsWhoOriginatedWhat() {
        CommandRun run = replay("--json", "--limit", "6");

        assertThat(run.out())
                .contains(
                        "\"dialogues\":6",
                        "\"divergentContexts\":{}",
                        sites.urls().getLast());
    }

    @Test
    void twoReplaysDoNotShareContexts() {
        replay("--limit", "1");
        replay("--limit", "1");

        assertThat(sites.contextIds()).hasSize(2);
    }

    @Test
    void aFileThatIsNotThereEndsTheReplay() {
        CommandRun run =
                CommandRun.of("replay", "--token", "t", "--sites", sites.urls().getFirst(), "/nowhere/dialogues.gz");

        assertThat(run.exitCode()).isEqualTo(ExitCode.NO);
        assertThat(run.err()).hasLineCount(1).contains("/nowhere/dialogues.gz");
    }

    @Test
    void aRateOfNothingIsAUsageError() {
        assertThat(replay("--rate", "0").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(replay("--limit", "-1").exitCode()).isEqualTo(ExitCode.USAGE);
    }
}
