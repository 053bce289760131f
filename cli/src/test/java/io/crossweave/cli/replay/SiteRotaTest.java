package io.crossweave.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.cli.replay.Dialogue.Turn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class SiteRotaTest {
    private static List<Turn> conversation(int turns) {
        var all = new ArrayList<Turn>();
        for (int turn = 0; turn < turns; turn++) {
            all.add(new Turn(turn % 2 == 0 ? "USER" : "SYSTEM", "text", List.of()));
        }
        return all;
    }

    @Test
    void theSpeakersOfADialogueAreAtDifferentSites() {
        List<Integer> sites = new SiteRota(3).assign(conversation(4));

        assertThat(sites.get(0)).isEqualTo(sites.get(2)).isNotEqualTo(sites.get(1));
        assertThat(sites.get(1)).isEqualTo(sites.get(3));
    }

    @Test
    void everySiteOriginatesAQuarterOfOurDialoguesAtLeast() throws IOException {
        // Given
        var rota = new SiteRota(3);
        var spoken = new ArrayList<Integer>();

        // When
        try (DialogueFile ours = DialogueFile.open(null)) {
            for (Dialogue next = ours.next(); next != null; next = ours.next()) {
                spoken.addAll(rota.assign(next.turns()));
            }
        }

        // Then
        assertThat(new TreeSet<>(spoken)).containsExactly(0, 1, 2);
        for (int site = 0; site < 3; site++) {
            assertThat(Collections.frequency(spoken, site)).isGreaterThanOrEqualTo(spoken.size() / 4);
        }
    }

    @Test
    void longAndShortDialoguesAreBalanced() {
        var rota = new SiteRota(3);
        var spoken = new ArrayList<Integer>();
        for (int turns : List.of(40, 4, 4, 30, 6, 20, 12, 8, 8, 10)) {
            spoken.addAll(rota.assign(conversation(turns)));
        }

        for (int site = 0; site < 3; site++) {
            assertThat(Collections.frequency(spoken, site)).isGreaterThanOrEqualTo(spoken.size() / 4);
        }
    }

    @Test
    void aLoneSiteSpeaksForAll() {
        assertThat(new SiteRota(1).assign(conversation(3))).containsExactly(0, 0, 0);
    }
}
