package io.crossweave.it.house;

import java.util.List;
import java.util.stream.Stream;

/**
 * Which module's production code may know which packages. A trailing {@code ..} includes the packages below. Whatever is not named is
 * forbidden: a new library or a new edge between modules is a decision, made here.
 *
 * @param module the folder
 * @param root the package of the module's own code
 * @param modules packages of other modules
 * @param libraries packages of libraries
 */
record ModuleTable(String module, String root, List<String> modules, List<String> libraries) {
    /** Adapters and crypto see interfaces, frames and names, never an event. */
    private static final List<String> CORE_INTERFACES = List.of(
            "io.crossweave.core.spi..",
            "io.crossweave.core.wire..",
            "io.crossweave.core.model..",
            "io.crossweave.core.limits..");

    private static final List<String> ADAPTER = Stream.concat(
                    CORE_INTERFACES.stream(), Stream.of("io.crossweave.crypto.kms.."))
            .toList();

    private static final String CORE = "io.crossweave.core..";
    private static final String CRYPTO = "io.crossweave.crypto..";
    private static final String POLICY = "io.crossweave.policy..";
    private static final String STORES = "io.crossweave.stores..";

    static final List<ModuleTable> ROWS = List.of(
            new ModuleTable(
                    "gateway-core",
                    CORE,
                    List.of(),
                    List.of("com.fasterxml.jackson.core..", "com.github.luben.zstd..", "org.slf4j..")),
            new ModuleTable("crypto", CRYPTO, CORE_INTERFACES, List.of("org.bouncycastle..")),
            new ModuleTable("policy", POLICY, List.of(CORE), List.of("org.snakeyaml..", "dev.cel..")),
            new ModuleTable("stores", STORES, List.of(CORE), List.of("org.rocksdb..")),
            new ModuleTable(
                    "adapters-aws",
                    "io.crossweave.adapters.aws..",
                    ADAPTER,
                    List.of("org.apache.kafka..", "software.amazon..")),
            new ModuleTable(
                    "adapters-azure",
                    "io.crossweave.adapters.azure..",
                    ADAPTER,
                    List.of("com.azure..", "reactor..", "org.reactivestreams..")),
            new ModuleTable(
                    "adapters-gcp",
                    "io.crossweave.adapters.gcp..",
                    ADAPTER,
                    List.of(
                            "com.google.api..",
                            "com.google.cloud..",
                            "com.google.protobuf..",
                            "com.google.pubsub..",
                            "com.google.rpc..",
                            "com.google.rpc..",
                            "io.grpc..")),
            new ModuleTable(
                    "gateway-app",
                    "io.crossweave.app..",
                    List.of(CORE, CRYPTO, POLICY, STORES, "io.crossweave.adapters.."),
                    List.of(
                            "io.quarkus..",
                            "io.smallrye..",
                            "io.vertx..",
                            "io.micrometer..",
                            "jakarta..",
                            "org.eclipse.microprofile..",
                            "org.jboss..",
                            "org.slf4j..",
                            "com.fasterxml.jackson..")),
            new ModuleTable(
                    "cli",
                    "io.crossweave.cli..",
                    List.of(CORE, CRYPTO, POLICY),
                    List.of("picocli..", "org.HdrHistogram..", "com.fasterxml.jackson.core..")),
            new ModuleTable(
                    "local-clouds",
                    "io.crossweave.clouds..",
                    List.of(),
                    List.of(
                            "org.apache.kafka..",
                            "kafka..",
                            "scala..",
                            "org.apache.qpid..",
                            "com.google..",
                            "io.grpc..",
                            "com.fasterxml.jackson..",
                            "com.sun.net.httpserver..",
                            "org.slf4j..")),
            new ModuleTable("simulator", "io.crossweave.simulator..", List.of(CORE, CRYPTO, POLICY), List.of()),
            new ModuleTable(
                    "benchmarks",
                    "io.crossweave.benchmarks..",
                    List.of(CORE, CRYPTO, POLICY, STORES),
                    List.of("org.openjdk.jmh..")));

    /** All packages that the module's classes may depend on. */
    String[] allowed() {
        var always = Stream.of("java..", "javax..", "jdk.net..", "org.jspecify.annotations", root);
        return Stream.of(always, modules.stream(), libraries.stream())
                .flatMap(packages -> packages)
                .toArray(String[]::new);
    }

    @Override
    public String toString() {
        return module;
    }
}
