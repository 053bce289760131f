package io.crossweave.cli.demo;

import io.crossweave.cli.demo.ChildCommands.CloudPorts;
import io.crossweave.cli.demo.DemoPlan.PlannedSite;
import io.crossweave.cli.demo.DemoState.RunningCloud;
import io.crossweave.cli.demo.DemoState.RunningSite;
import io.crossweave.cli.process.Child;
import io.crossweave.cli.process.LoopbackPorts;
import io.crossweave.cli.process.Supervisor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** One run of the demo: all of it is up when {@link #start} returns, and gone when {@link #close} does. */
public final class Demo implements AutoCloseable {
    /** So that the last site has a port, too. */
    public static final int PORT_BASE_MAX = DemoPlan.PORT_BASE_MAX;

    private final DemoDirectory directory;
    private final DemoDirectory.Lock lock;
    private final DemoPlan plan;
    private final ChildCommands commands;
    private final Consumer<String> progress;
    private final Supervisor supervisor;
    private final SortedMap<String, ReadyLine> clouds = new TreeMap<>();
    private final Set<String> startedAgain = new HashSet<>();

    private Demo(
            DemoDirectory directory,
            DemoDirectory.Lock lock,
            DemoPlan plan,
            ChildCommands commands,
            Consumer<String> progress) {
        this.directory = directory;
        this.lock = lock;
        this.plan = plan;
        this.commands = commands;
        this.progress = progress;
        this.supervisor = new Supervisor(progress);
    }

    /** Whether the demo goes on with the files of the one before it. */
    public enum Beginning {
        CONTINUED,
        FRESH
    }

    /**
     * Takes the folder and makes it ready; a failure says what stands in the way and leaves nothing behind.
     *
     * @param home the project's folder
     * @param portBase the sites take the ports after it
     * @param progress what is being done, in one line each
     */
    public static Demo prepare(
            Path home, DemoDirectory directory, int portBase, Beginning beginning, Consumer<String> progress)
            throws IOException, InterruptedException {
        var plan = new DemoPlan(portBase);
        var commands = new ChildCommands(home, directory);
        commands.requireBuilt();
        var obstacles = new Obstacles(directory);
        obstacles.requireFolder();
        obstacles.awaitOrphans(progress);
        Obstacles.requirePorts(plan);
        DemoDirectory.Lock lock = directory.lock();
        try {
            DemoState.remove(directory);
            if (beginning == Beginning.FRESH) {
                directory.empty();
            }
        } catch (IOException e) {
            lock.close();
            throw e;
        }
        return new Demo(directory, lock, plan, commands, progress);
    }

    /** Starts everything, and from then on keeps it alive. A failure leaves the rest to {@link #close}. */
    public DemoState start() throws IOException, InterruptedException {
        progress.accept("keys, context types and policy are in " + directory.root());
        var files = new SiteFiles(directory, plan);
        files.writeShared();
        var readiness = new Readiness(progress);
        startClouds(readiness);
        var intakes = new TreeMap<String, SortedMap<String, String>>();
        for (PlannedSite site : DemoPlan.SITES) {
            ReadyLine ready = Readiness.required(clouds.get(site.region()));
            intakes.put(site.region(), site.cloud().intake(ready.endpoints(), DemoPlan.INTAKE));
        }
        for (PlannedSite site : DemoPlan.SITES) {
            files.writeSite(site, intakes);
        }
        startSites(readiness);
        DemoState state = state();
        state.write(directory);
        supervisor.keepAlive(this::rewriteState);
        return state;
    }

    /** Returns when {@link #close} begins. */
    public void awaitClose() throws InterruptedException {
        supervisor.awaitClose();
    }

    public boolean isClosing() {
        return supervisor.isClosing();
    }

    /** Ends all children and gives the folder free. May be called more than once, by any thread. */
    @Override
    public void close() {
        supervisor.close();
        try {
            DemoState.remove(directory);
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void startClouds(Readiness readiness) throws IOException, InterruptedException {
        progress.accept("starting the local clouds: "
                + DemoPlan.SITES.stream()
                        .map(site -> site.cloud().word() + " for " + site.region())
                        .collect(Collectors.joining(", ")));
        var ports = new LoopbackPorts();
        plan.ports().forEach(ports::reserve);
        var started = new TreeMap<String, Child>();
        for (PlannedSite site : DemoPlan.SITES) {
            freshLog("cloud-" + site.region());
            var command = commands.cloud(site, new CloudPorts(ports.draw(), ports.draw()));
            started.put(site.region(), supervisor.start(command));
        }
        readiness.await(
                started,
                region -> ReadyLine.lastOf(directory.log("cloud-" + region)).map(line -> {
                    clouds.put(region, line);
                    return line;
                }),
                this::onceMore);
    }

    /** A broker that does not get up on what a kill left behind gives up by itself, and mostly gets up the next time. */
    private Child onceMore(Child ended) throws IOException {
        if (!startedAgain.add(ended.name())) {
            throw ended.endedEarly();
        }
        progress.accept(ended.endedEarly().getMessage() + "; it is started once more");
        return supervisor.startAgain(ended);
    }

    private void startSites(Readiness readiness) throws IOException, InterruptedException {
        progress.accept("starting the sites: " + String.join(", ", DemoPlan.regions()));
        var started = new TreeMap<String, Child>();
        var urls = new TreeMap<String, URI>();
        for (PlannedSite site : DemoPlan.SITES) {
            freshLog(site.region());
            started.put(site.region(), supervisor.start(commands.site(site)));
            urls.put(site.region(), url(site));
        }
        try (var probe = new SiteProbe()) {
            readiness.await(started, region -> probe.ready(Readiness.required(urls.get(region))));
        }
    }

    private void freshLog(String name) throws IOException {
        Path log = directory.log(name);
        Files.createDirectories(log.getParent());
        Files.deleteIfExists(log);
    }

    private URI url(PlannedSite site) {
        return URI.create("http://127.0.0.1:" + plan.port(site));
    }

    private void rewriteState() {
        try {
            state().write(directory);
        } catch (IOException e) {
            progress.accept("demo.json can't be written: " + e.getMessage());
        }
    }

    private DemoState state() {
        var pids = new TreeMap<String, Long>();
        supervisor.children().forEach(child -> pids.put(child.name(), child.pid()));
        var sites = new ArrayList<RunningSite>();
        var runningClouds = new ArrayList<RunningCloud>();
        for (PlannedSite site : DemoPlan.SITES) {
            String region = site.region();
            sites.add(new RunningSite(region, url(site), Readiness.required(pids.get(region)), directory.log(region)));
            String cloud = "cloud-" + region;
            ReadyLine ready = Readiness.required(clouds.get(region));
            runningClouds.add(new RunningCloud(
                    region,
                    site.cloud().word(),
                    site.cloud().address(ready.endpoints()),
                    ready.control(),
                    Readiness.required(pids.get(cloud)),
                    directory.log(cloud)));
        }
        return new DemoState(ProcessHandle.current().pid(), sites, runningClouds);
    }
}
