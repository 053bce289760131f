package io.crossweave.it.sites;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Dialogues end the same at all sites, and nobody who watches sees a turn before what it answers. */
@ExtendWith(SharedCluster.class)
class DialoguesIT {
    private static final int DIALOGUES = Integer.getInteger("crossweave.dialogues", 102);
    private static final int PLAYED_AT_ONCE = 16;

    private static final int INVENTED_BESIDE = 18;
    private static final Path DATA =
            Path.of(System.getProperty("crossweave.home"), "..", "shared/data/sgd/dialogues-dev.ndjson.gz");

    @Test
    void dialoguesOfPeopleConvergeInCausalOrder(SiteCluster cluster) throws Exception {
        assumeThat(DATA)
                .as("the Schema-Guided Dialogue dataset, without which this test is skipped")
                .exists();

        playAll(cluster, "sgd", Dialogue.read(DATA, DIALOGUES));
    }

    /** Where the data is absent these are as many as those would be. */
    @Test
    void inventedDialoguesConvergeInCausalOrder(SiteCluster cluster) throws Exception {
        int count = Files.exists(DATA) ? INVENTED_BESIDE : DIALOGUES;

        playAll(cluster, "own", Dialogue.invented(count, 14));
    }

    private static void playAll(SiteCluster cluster, String prefix, List<Dialogue> dialogues)
            throws InterruptedException, ExecutionException {
        var played = new ArrayList<Future<?>>();
        try (ExecutorService stages = Executors.newFixedThreadPool(PLAYED_AT_ONCE)) {
            for (int i = 0; i < dialogues.size(); i++) {
                var stage = new Stage(cluster, dialogues.get(i), prefix + "-" + i, i);
                Stage.Manner manner = i % 3 == 2 ? Stage.Manner.AT_ONCE : Stage.Manner.IN_TURN;
                played.add(stages.submit(() -> {
                    stage.play(manner);
                    return stage;
                }));
            }
            for (Future<?> one : played) {
                one.get();
            }
        }
    }
}
