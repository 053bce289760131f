package io.crossweave.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.link.Heartbeat;
import io.crossweave.core.link.HeldDots;
import io.crossweave.core.link.LifeNews;
import io.crossweave.core.model.Dot;
import io.crossweave.core.stored.Life;
import io.crossweave.core.stored.ReturnedItem;
import io.crossweave.core.wire.GoldenLayouts.Golden;
import io.crossweave.core.wire.control.HeartbeatCodec;
import io.crossweave.core.wire.control.HeldDotsCodec;
import io.crossweave.core.wire.stored.LifeCodec;
import io.crossweave.core.wire.stored.ReturnedItemCodec;
import io.crossweave.core.wire.stored.StoredText;
import java.util.List;
import java.util.TreeSet;

/** The golden layouts of all that is said and stored of the lives of sites (L15). */
final class GoldenLives {
    private GoldenLives() {}

    static List<Golden> all() {
        var life = new Life(Samples.TOKYO, 3, 900);
        var need = new LifeNews.Need(Samples.KEY, new Dot(Samples.TOKYO, 9));
        var beat = new Heartbeat(7, 4_714, Samples.HLC.millis(), List.of(), 6, List.of(), List.of())
                .with(new LifeNews(LifeNews.Phase.ASKING, life, new LifeNews.Asked(Samples.TOKYO, 4), List.of(need)));
        var page = new HeldDots.Page(7, "6f", "70", List.of(Samples.PLACEHOLDER));
        var returned = new ReturnedItem(Samples.PLACEHOLDER, new TreeSet<>(List.of("aa", "bb")));
        return List.of(
                GoldenLayouts.golden("heartbeat-lives", HeartbeatCodec.class, HeartbeatCodec.encode(beat), bytes -> {
                    assertThat(HeartbeatCodec.decode(bytes)).isEqualTo(beat);
                }),
                GoldenLayouts.read(
                        "held-ask",
                        HeldDotsCodec.class,
                        HeldDotsCodec.encode(new HeldDots.Ask("6f")),
                        new HeldDots.Ask("6f"),
                        HeldDotsCodec::decode),
                GoldenLayouts.read(
                        "held-page", HeldDotsCodec.class, HeldDotsCodec.encode(page), page, HeldDotsCodec::decode),
                GoldenLayouts.read("row-life", LifeCodec.class, LifeCodec.encode(life), life, LifeCodec::decode),
                GoldenLayouts.read("row-text", StoredText.class, StoredText.encode("6f"), "6f", StoredText::decode),
                GoldenLayouts.read(
                        "row-returned",
                        ReturnedItemCodec.class,
                        ReturnedItemCodec.encode(returned),
                        returned,
                        ReturnedItemCodec::decode),
                GoldenLayouts.read(
                        "body-commit",
                        BodyCodec.class,
                        BodyCodec.encode(new DataBody(1, 900, List.of(Samples.PLACEHOLDER))),
                        new DataBody(1, 900, List.of(Samples.PLACEHOLDER)),
                        BodyCodec::decode));
    }
}
