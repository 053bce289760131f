package io.crossweave.core.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TopologyTest {
    private static final Set<String> ALL = Set.of("aa", "bb", "cc", "dd");

    @Test
    void inAMeshEverybodyIsReachedDirectly() {
        var mesh = Topology.mesh(ALL);

        assertThat(mesh.nextHop("aa", "dd")).contains("dd");
        assertThat(mesh.neighbours("bb")).containsExactly("aa", "cc", "dd");
    }

    @Test
    void inAStarAllWaysLeadOverTheHub() {
        var star = Topology.star("bb", ALL);

        assertThat(star.nextHop("aa", "dd")).contains("bb");
        assertThat(star.nextHop("bb", "dd")).contains("dd");
        assertThat(star.leadsOver("bb", "aa", "dd")).isTrue();
        assertThat(star.leadsOver("cc", "aa", "dd")).isFalse();
    }

    @Test
    void inAHierarchyTheWayGoesUpAndDownAgain() {
        var hierarchy = Topology.hierarchy(Map.of("bb", "aa", "cc", "aa", "dd", "cc"));

        assertThat(hierarchy.nextHop("bb", "dd")).contains("aa");
        assertThat(hierarchy.nextHop("aa", "dd")).contains("cc");
        assertThat(hierarchy.nextHop("cc", "dd")).contains("dd");
        assertThat(hierarchy.leadsOver("aa", "bb", "dd")).isTrue();
        assertThat(hierarchy.leadsOver("cc", "bb", "dd")).isTrue();
        assertThat(hierarchy.leadsOver("aa", "cc", "dd")).isFalse();
    }

    @Test
    void aWayToOrFromASiteThatIsNoneIsNotKnown() {
        var mesh = Topology.mesh(ALL);

        assertThat(mesh.nextHop("aa", "zz")).isEmpty();
        assertThat(mesh.nextHop("zz", "aa")).isEmpty();
        assertThat(mesh.neighbours("zz")).isEmpty();
    }

    @Test
    void aHubThatIsNoneOfTheSitesIsRefused() {
        assertThatThrownBy(() -> Topology.star("zz", ALL)).hasMessageContaining("zz");
    }

    @Test
    void L9_aHierarchyThatGoesRoundIsRefused() {
        assertThatThrownBy(() -> Topology.hierarchy(Map.of("aa", "bb", "bb", "aa")))
                .hasMessageContaining("none");
        assertThatThrownBy(() -> Topology.hierarchy(Map.of("aa", "bb", "bb", "aa", "cc", "dd")))
                .hasMessageContaining("no way leads from [");
    }

    @Test
    void aHierarchyWithTwoTopsIsRefused() {
        assertThatThrownBy(() -> Topology.hierarchy(Map.of("aa", "bb", "cc", "dd")))
                .hasMessageContaining("[bb, dd]");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void L9_everyWayInAnyHierarchyEndsAndPassesNoSiteTwice(long seed) {
        var random = new Random(seed);
        int sites = 2 + random.nextInt(12);
        var parents = new TreeMap<String, String>();
        for (int site = 1; site < sites; site++) {
            parents.put("r-" + site, "r-" + random.nextInt(site));
        }

        var topology = Topology.hierarchy(parents);

        for (String from : topology.regions()) {
            for (String to : topology.regions()) {
                List<String> way = way(topology, from, to);
                assertThat(new HashSet<>(way)).hasSameSizeAs(way);
                assertThat(way.getLast()).isEqualTo(to);
            }
        }
    }

    private static List<String> way(Topology topology, String from, String to) {
        var way = new ArrayList<String>(List.of(from));
        while (!way.getLast().equals(to)) {
            way.add(topology.nextHop(way.getLast(), to).orElseThrow());
            assertThat(way).hasSizeLessThanOrEqualTo(topology.regions().size());
        }
        return way;
    }
}
