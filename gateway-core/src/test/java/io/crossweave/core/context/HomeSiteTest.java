package io.crossweave.core.context;

import static io.crossweave.core.scripted.Changes.append;
import static io.crossweave.core.scripted.Changes.note;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.gateway.PublishOutcome;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.Tier;
import io.crossweave.core.scripted.Changes;
import io.crossweave.core.scripted.LaneSite;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HomeSiteTest {
    private static final ContextKey KEY = note("c");
    private static final Set<String> REGIONS = Set.of("aa", "cc");
    private static final ContextType AT_AA =
            new ContextType("note", Changes.NOTE.version(), Tier.CRITICAL, Changes.NOTE.merges(), List.of(), 0, "aa");

    private static LaneSite site(String region) {
        var site = new LaneSite(region, REGIONS, KEY);
        site.restartWith(AT_AA);
        return site;
    }

    @Test
    void onlyTheHomeSiteTakesWritesAndEverySiteTakesWhatWasWrittenThere() {
        LaneSite home = site("aa");
        LaneSite other = site("cc");

        assertThat(other.publish(append(KEY, "x"))).isEqualTo(new PublishOutcome.WrongSite("aa"));
        assertThat(other.ownEvents()).isEmpty();
        other.arrive(home.id, home.publishes(append(KEY, "y")));

        assertThat(other.document(KEY)).isEqualTo("{\"log\":[\"y\"]}");
    }
}
