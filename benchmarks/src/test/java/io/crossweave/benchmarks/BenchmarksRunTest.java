package io.crossweave.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

final class BenchmarksRunTest {
    @Test
    void everyBenchmarkRunsOnceWithEachOfItsParameters() throws RunnerException {
        // Given
        var once = new OptionsBuilder()
                .mode(Mode.SingleShotTime)
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .shouldFailOnError(true)
                .build();
        // Another run of JMH on this machine would only disturb what is measured, and nothing is measured here.
        System.setProperty("jmh.ignoreLock", "true");

        // When
        Collection<RunResult> results = new Runner(once).run();

        // Then
        var ran = new TreeSet<String>();
        results.forEach(result -> ran.add(result.getParams().getBenchmark().replaceFirst("^.*\\.(\\w+\\.)", "$1")));
        assertThat(ran)
                .containsExactly(
                        "ContextLaneBenchmark.append",
                        "SealingBenchmark.open",
                        "SealingBenchmark.seal",
                        "VersionVectorBenchmark.advance",
                        "VersionVectorBenchmark.covers",
                        "VersionVectorBenchmark.merge");
    }
}
