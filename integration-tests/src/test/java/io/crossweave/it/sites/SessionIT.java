package io.crossweave.it.sites;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Types that are written at one site, and how far a change has come when its publisher hears of it. */
@ExtendWith(SharedCluster.class)
class SessionIT {
    private static final String US = SiteRegion.US.region();
    private static final String EU = SiteRegion.EU.region();
    private static final String JP = SiteRegion.JP.region();

    private static Answer put(SiteClient site, String path, String document, String... headers) {
        var request =
                site.request(path).header("Content-Type", "application/json").PUT(BodyPublishers.ofString(document));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return site.ask(request);
    }

    private static List<String> sites(Answer answer) {
        var sites = new ArrayList<String>();
        JsonArray named = answer.array("sites");
        for (JsonValue site : named) {
            sites.add(((JsonString) site).value());
        }
        return sites;
    }

    @Test
    void aTypeWithAHomeIsWrittenThereWhereverTheWriterIs(SiteCluster cluster) {
        String path = "/v1/contexts/policy-rules/session-home";
        SiteClient jp = cluster.client(SiteRegion.JP);

        Answer created = put(jp, path, "{\"limit\":1}", "If-None-Match", "*");
        Answer again = put(jp, path, "{\"limit\":2}", "If-None-Match", "*");
        Answer stale = put(cluster.client(SiteRegion.EU), path, "{\"limit\":3}", "If-Match", "\"AQ\"");
        Answer changed = put(cluster.client(SiteRegion.EU), path, "{\"limit\":4}", "If-Match", created.header("ETag"));

        assertThat(created.status()).as("%s", created).isEqualTo(201);
        assertThat(created.text("site")).isEqualTo(US);
        assertThat(again.status()).as("%s", again).isEqualTo(412);
        assertThat(stale.status()).as("%s", stale).isIn(400, 412);
        assertThat(changed.status()).as("%s", changed).isEqualTo(200);
        Answer atHome = jp.get(path + "?consistency=home");
        assertThat(atHome.header("Context-Site")).isEqualTo(US);
        assertThat(atHome.header("ETag")).isEqualTo(changed.header("ETag"));
        Answer here = jp.get(path + "?timeout-ms=20000&at-least=" + changed.text("contextVersion"));
        assertThat(here.header("Context-Site")).isEqualTo(JP);
        assertThat(here.body()).isEqualTo(atHome.body());
    }

    @Test
    void anAnswerTellsWhichSitesHaveCommittedTheChange(SiteCluster cluster) {
        SiteClient eu = cluster.client(SiteRegion.EU);
        String path = "/v1/contexts/telemetry/session-durable";

        Answer everywhere =
                put(eu, path, "{\"x\":1}", "Crossweave-Durability", "sites=3", "Crossweave-Timeout-Ms", "30000");
        Answer all = put(eu, path, "{\"x\":2}", "Crossweave-Durability", "all", "Crossweave-Timeout-Ms", "30000");
        Answer bound = put(
                eu,
                path + "-eu",
                "{\"x\":3}",
                "Crossweave-Labels",
                "residency=EU",
                "Crossweave-Durability",
                "sites=2",
                "Crossweave-Timeout-Ms",
                "30000");

        assertThat(everywhere.text("durability")).as("%s", everywhere).isEqualTo("sites=3");
        assertThat(sites(everywhere)).containsExactly(US, EU, JP);
        for (SiteRegion other : List.of(SiteRegion.US, SiteRegion.JP)) {
            assertThat(cluster.client(other).get(path).status()).isEqualTo(200);
        }
        assertThat(all.text("durability")).as("%s", all).isEqualTo("all");
        assertThat(bound.status()).as("%s", bound).isEqualTo(201);
        assertThat(bound.text("durability")).as("withheld from all others").isEqualTo("local");
    }

    @Test
    void aChangeThatDoesNotReachASiteInTimeIsPublishedAllTheSame(SiteCluster cluster) {
        SiteClient us = cluster.client(SiteRegion.US);
        String path = "/v1/contexts/telemetry/session-late";
        SiteProcess jp = cluster.site(SiteRegion.JP);
        jp.kill();
        Answer partly;
        try {
            partly = put(us, path, "{}", "Crossweave-Durability", "sites=3", "Crossweave-Timeout-Ms", "8000");
        } finally {
            jp.start();
            jp.awaitReady(cluster.client(SiteRegion.JP));
        }

        assertThat(partly.status()).as("%s", partly).isEqualTo(201);
        assertThat(partly.text("durability")).as("%s", partly).isEqualTo("sites=2");
        assertThat(sites(partly)).containsExactly(US, EU);
        String version = partly.text("contextVersion");
        assertThat(cluster.client(SiteRegion.JP)
                        .get(path + "?timeout-ms=30000&at-least=" + version)
                        .status())
                .isEqualTo(200);
        Answer bounded = us.get(path + "?consistency=bounded&max-staleness-ms=60000&timeout-ms=20000");
        assertThat(bounded.status()).as("%s", bounded).isEqualTo(200);
    }
}
