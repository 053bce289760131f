package io.crossweave.core.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.model.ContextKey;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All laws of this release at once, over seeds: {@code -Dmesh.seeds=N -Dmesh.first=S} runs any range. */
class MeshTest {
    static LongStream seeds() {
        long first = Long.getLong("mesh.first", 1);
        return LongStream.range(first, first + Long.getLong("mesh.seeds", 200));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void L2_L8_L12_sitesConvergeWhateverTheNetworkAndTheCrashesDo(long seed) {
        // Given
        var world = new MeshWorld(seed);

        // When
        world.run(400);
        world.heal();

        // Then
        for (ContextKey key : world.contexts()) {
            world.checkConverged(key);
        }
    }

    static List<String> log(JsonValue document) {
        var elements = new ArrayList<String>();
        if (document.at(JsonPointer.parse("/log")) instanceof JsonArray log) {
            log.forEach(element -> elements.add(((JsonString) element).value()));
        }
        assertThat(new TreeSet<>(elements)).as("each once").hasSameSizeAs(elements);
        return elements;
    }
}
