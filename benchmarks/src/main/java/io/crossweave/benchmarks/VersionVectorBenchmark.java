package io.crossweave.benchmarks;

import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.model.SiteId;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Version vectors of few, some and many sites: a site's past incarnations count, so 50 is a mesh that was restored often.
 *
 * <p>How to read: p0.50 is time per comparison, merge or advance. Growth in proportion to the sites is what arrays allow; more is a
 * regression.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xmx512m", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class VersionVectorBenchmark {
    /** Pairs of vectors that one invocation goes through: with one pair alone the answer would be learnt by heart. */
    private static final int PAIRS = 64;

    private static final long SEED = 20_261_120;
    private static final String[] REGIONS = {"aws-us-east-1", "azure-westeurope", "gcp-asia-northeast1", "onprem-zrh"};

    @Param({"3", "10", "50"})
    public int sites;

    private final VersionVector[] ours = new VersionVector[PAIRS];
    /** Of the same sites, half of the counters one ahead of ours: the usual case of a peer that is as far as we are, nearly. */
    private final VersionVector[] theirs = new VersionVector[PAIRS];

    private final SiteId[] advancing = new SiteId[PAIRS];

    @Setup
    public void makeVectors() {
        var random = new SplittableRandom(SEED);
        var named = new SiteId[sites];
        for (int i = 0; i < sites; i++) {
            named[i] = new SiteId(REGIONS[i % REGIONS.length], random.nextLong());
        }
        Arrays.sort(named);
        for (int pair = 0; pair < PAIRS; pair++) {
            var own = new long[sites];
            var other = new long[sites];
            for (int i = 0; i < sites; i++) {
                own[i] = random.nextLong(1, 1_000_000);
                other[i] = own[i] + random.nextInt(2);
            }
            ours[pair] = VersionVector.ofAscending(copies(named), own);
            theirs[pair] = VersionVector.ofAscending(copies(named), other);
            advancing[pair] = named[random.nextInt(sites)];
        }
    }

    /** Sites that are equal and not the same, as every decoded item brings its own. */
    private static SiteId[] copies(SiteId[] sites) {
        return Arrays.stream(sites)
                .map(site -> new SiteId(new String(site.region().toCharArray()), site.incarnation()))
                .toArray(SiteId[]::new);
    }

    /** Whether a context has all that an item depends on: yes, so that every site is looked at. */
    @Benchmark
    @OperationsPerInvocation(PAIRS)
    public void covers(Blackhole hole) {
        for (int pair = 0; pair < PAIRS; pair++) {
            hole.consume(theirs[pair].covers(ours[pair]));
        }
    }

    /** The greater counter of both for each site. */
    @Benchmark
    @OperationsPerInvocation(PAIRS)
    public void merge(Blackhole hole) {
        for (int pair = 0; pair < PAIRS; pair++) {
            hole.consume(ours[pair].join(theirs[pair]));
        }
    }

    /** The next counter of one site: what applying an event does. */
    @Benchmark
    @OperationsPerInvocation(PAIRS)
    public void advance(Blackhole hole) {
        for (int pair = 0; pair < PAIRS; pair++) {
            SiteId site = advancing[pair];
            hole.consume(ours[pair].with(site, ours[pair].get(site) + 1));
        }
    }
}
