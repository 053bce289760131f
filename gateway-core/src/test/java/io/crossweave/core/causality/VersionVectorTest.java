package io.crossweave.core.causality;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.model.Dot;
import io.crossweave.core.model.SiteId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VersionVectorTest {
    private static final SiteId A = new SiteId("a", 1);
    private static final SiteId B = new SiteId("b", 1);

    private static SiteId site(int index) {
        return new SiteId("r" + index / 2, index % 2 == 0 ? 1 : -1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void agreesWithAMapOfCounters(long seed) {
        var random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            var left = new TreeMap<SiteId, Long>();
            var right = new TreeMap<SiteId, Long>();
            VersionVector one = filled(random, left);
            VersionVector other = filled(random, right);

            var joined = new TreeMap<>(left);
            right.forEach((site, counter) -> joined.merge(site, counter, Math::max));
            boolean covers = right.entrySet().stream()
                    .allMatch(entry -> left.getOrDefault(entry.getKey(), 0L) >= entry.getValue());

            assertThat(one.covers(other)).isEqualTo(covers);
            assertThat(one.equals(other)).isEqualTo(left.equals(right));
            assertThat(one.join(other).dots()).isEqualTo(dots(joined));
            assertThat(one.join(other)).isEqualTo(other.join(one)).hasSameHashCodeAs(other.join(one));
            assertThat(one.dots()).isEqualTo(dots(left));
        }
    }

    private static VersionVector filled(Random random, Map<SiteId, Long> map) {
        VersionVector vector = VersionVector.EMPTY;
        for (int i = random.nextInt(6); i > 0; i--) {
            SiteId site = site(random.nextInt(6));
            long counter = 1L + random.nextInt(3);
            vector = vector.with(site, counter);
            map.put(site, counter);
        }
        return vector;
    }

    private static List<Dot> dots(Map<SiteId, Long> map) {
        var dots = new ArrayList<Dot>();
        map.forEach((site, counter) -> dots.add(new Dot(site, counter)));
        return dots;
    }

    @Test
    void coversADotUpToItsCounter() {
        VersionVector vector = VersionVector.of(new Dot(A, 3));

        assertThat(vector.covers(new Dot(A, 3))).isTrue();
        assertThat(vector.covers(new Dot(A, 4))).isFalse();
        assertThat(vector.covers(new Dot(B, 1))).isFalse();
        assertThat(vector.get(B)).isZero();
    }

    @Test
    void aChangeLeavesTheVectorItWasMadeFrom() {
        VersionVector before = VersionVector.of(new Dot(A, 3));

        VersionVector after = before.with(A, 4).with(B, 1);

        assertThat(before.get(A)).isEqualTo(3);
        assertThat(before.size()).isEqualTo(1);
        assertThat(after).isEqualTo(VersionVector.of(new Dot(B, 1), new Dot(A, 4)));
    }

    @Test
    void incarnationsOfARegionAreSitesOfTheirOwnOrderedUnsigned() {
        var first = new SiteId("a", 1);
        var last = new SiteId("a", -1);

        VersionVector vector = VersionVector.of(new Dot(last, 7), new Dot(first, 2));

        assertThat(vector.siteAt(0)).isEqualTo(first);
        assertThat(vector.siteAt(1)).isEqualTo(last);
        assertThat(vector.counterAt(1)).isEqualTo(7);
    }
}
