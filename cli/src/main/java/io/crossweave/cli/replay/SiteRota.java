package io.crossweave.cli.replay;

import io.crossweave.cli.replay.Dialogue.Turn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Who speaks where: within a dialogue each speaker at another site, and from dialogue to dialogue at those sites that have spoken least, so
 * that all originate about the same number of events.
 */
final class SiteRota {
    private final long[] turnsBySite;

    SiteRota(int sites) {
        this.turnsBySite = new long[sites];
    }

    /** For each turn the number of its site. */
    List<Integer> assign(List<Turn> turns) {
        Map<String, Integer> siteOfSpeaker = new LinkedHashMap<>();
        List<Integer> leastFirst = IntStream.range(0, turnsBySite.length)
                .boxed()
                .sorted(Comparator.comparingLong(site -> turnsBySite[site]))
                .toList();
        var sites = new ArrayList<Integer>();
        for (Turn turn : turns) {
            int next = leastFirst.get(siteOfSpeaker.size() % leastFirst.size());
            sites.add(siteOfSpeaker.computeIfAbsent(turn.speaker(), unheard -> next));
        }
        sites.forEach(site -> turnsBySite[site]++);
        return sites;
    }
}
