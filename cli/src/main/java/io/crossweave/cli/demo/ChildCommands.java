package io.crossweave.cli.demo;

import io.crossweave.cli.CommandFailure;
import io.crossweave.cli.demo.DemoPlan.PlannedSite;
import io.crossweave.cli.process.ChildCommand;
import io.crossweave.cli.process.ChildCommand.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** How the demo's JVMs are started, with heaps that a laptop can bear. */
final class ChildCommands {
    /** Clouds are small and should be there soon: the first compiler is enough for them. */
    private static final List<String> CLOUD_JVM = List.of(
            "-Xms64m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError");

    private static final List<String> SITE_JVM = List.of(
            "-Xms64m",
            "-Xmx768m",
            "-XX:MaxDirectMemorySize=256m",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private final Path home;
    private final DemoDirectory directory;

    /** @param home the project's folder, where the built site and clouds are found */
    ChildCommands(Path home, DemoDirectory directory) {
        this.home = home;
        this.directory = directory;
    }

    /** Fails where the build is missing. */
    void requireBuilt() {
        for (Path needed : List.of(siteJar(), cloudClassPath())) {
            if (!Files.exists(needed)) {
                throw new CommandFailure(needed + " is missing: run ./crossweave, which builds what it needs");
            }
        }
    }

    /** Ports of the cloud's protocol and of its control endpoint; the same ones each time, because sites know them. */
    record CloudPorts(int service, int control) {}

    ChildCommand cloud(PlannedSite site, CloudPorts ports) throws IOException {
        Path data = directory.cloud(site.region());
        String name = "cloud-" + site.region();
        String classPath = home.resolve("local-clouds/target/classes") + ":"
                + Files.readString(cloudClassPath()).strip();
        List<String> arguments = Stream.of(
                        CLOUD_JVM,
                        List.of(errorFile(name), "-cp", classPath, "io.crossweave.clouds.CloudMain"),
                        List.of(site.cloud().word(), "--data", data.toString()),
                        List.of("--port", Integer.toString(ports.service())),
                        List.of("--control-port", Integer.toString(ports.control())),
                        List.of("--topics", DemoPlan.INTAKE))
                .flatMap(List::stream)
                .toList();
        return new ChildCommand(name, Role.CLOUD, arguments, data, directory.log(name));
    }

    ChildCommand site(PlannedSite site) {
        String name = site.region();
        List<String> arguments = Stream.of(
                        SITE_JVM, List.of(errorFile(name), "-jar", siteJar().toString()))
                .flatMap(List::stream)
                .toList();
        return new ChildCommand(name, Role.SITE, arguments, directory.site(name), directory.log(name));
    }

    /** Where a JVM that crashes reports; it also shows in a process's command line to which demo it belongs. */
    private String errorFile(String name) {
        return "-XX:ErrorFile=" + directory.log(name + "-crash-%p");
    }

    private Path siteJar() {
        return home.resolve("gateway-app/target/quarkus-app/quarkus-run.jar");
    }

    private Path cloudClassPath() {
        return home.resolve("local-clouds/target/classpath");
    }
}
