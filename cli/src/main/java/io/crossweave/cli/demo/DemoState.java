package io.crossweave.cli.demo;

import io.crossweave.cli.json.Members;
import io.crossweave.cli.site.Site;
import io.crossweave.core.document.InvalidJsonException;
import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonLimits;
import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonReader;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.document.JsonWriter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A running demo, as {@code demo.json} tells it.
 *
 * @param launcherPid of the process that supervises it
 */
public record DemoState(long launcherPid, List<RunningSite> sites, List<RunningCloud> clouds) {
    /** A site, and its process of now. */
    public record RunningSite(String name, URI url, long pid, Path log) {}

    /**
     * A site's cloud, and its process of now.
     *
     * @param name of the site whose cloud it is
     * @param endpoint where clients connect
     * @param control where faults are ordered and counters read
     */
    public record RunningCloud(String name, String kind, String endpoint, URI control, long pid, Path log) {}

    public DemoState {
        sites = List.copyOf(sites);
        clouds = List.copyOf(clouds);
    }

    /** Empty where no demo runs; what can't be read is as if absent. */
    public static Optional<DemoState> read(DemoDirectory directory) {
        try {
            JsonValue json = JsonReader.parse(Files.readAllBytes(directory.state()), JsonLimits.DEFAULT);
            return Optional.of(of(json));
        } catch (IOException | InvalidJsonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Replaces the file at once: a reader sees the old state or the new one. */
    void write(DemoDirectory directory) throws IOException {
        Path fresh = directory.root().resolve("demo.json.new");
        Files.writeString(fresh, json() + "\n");
        Files.move(fresh, directory.state(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static void remove(DemoDirectory directory) throws IOException {
        Files.deleteIfExists(directory.state());
    }

    /** As commands call them. */
    public List<Site> reachableSites() {
        return sites.stream().map(site -> new Site(site.name(), site.url())).toList();
    }

    /** One line. */
    public String json() {
        JsonObject launcher = JsonObject.of("pid", JsonNumber.of(launcherPid));
        List<JsonValue> siteList = new ArrayList<>();
        sites.forEach(site -> siteList.add(json(site)));
        List<JsonValue> cloudList = new ArrayList<>();
        clouds.forEach(cloud -> cloudList.add(json(cloud)));
        return JsonWriter.toText(JsonObject.of(
                "launcher", launcher, "sites", JsonArray.of(siteList), "clouds", JsonArray.of(cloudList)));
    }

    private static JsonObject json(RunningSite site) {
        return JsonObject.of("name", text(site.name()), "url", text(site.url()), "pid", JsonNumber.of(site.pid()))
                .with("log", text(site.log()));
    }

    private static JsonObject json(RunningCloud cloud) {
        return JsonObject.of("name", text(cloud.name()), "kind", text(cloud.kind()), "pid", JsonNumber.of(cloud.pid()))
                .with("endpoint", text(cloud.endpoint()))
                .with("control", text(cloud.control()))
                .with("log", text(cloud.log()));
    }

    private static JsonString text(Object value) {
        return new JsonString(value.toString());
    }

    private static DemoState of(JsonValue json) {
        var sites = new ArrayList<RunningSite>();
        for (JsonValue site : Members.array(json, "sites")) {
            sites.add(new RunningSite(
                    required(site, "name"),
                    URI.create(required(site, "url")),
                    Members.number(site, "pid").orElse(0L),
                    Path.of(required(site, "log"))));
        }
        var clouds = new ArrayList<RunningCloud>();
        for (JsonValue cloud : Members.array(json, "clouds")) {
            clouds.add(new RunningCloud(
                    required(cloud, "name"),
                    required(cloud, "kind"),
                    required(cloud, "endpoint"),
                    URI.create(required(cloud, "control")),
                    Members.number(cloud, "pid").orElse(0L),
                    Path.of(required(cloud, "log"))));
        }
        JsonObject launcher = Members.object(json, "launcher");
        return new DemoState(Members.number(launcher, "pid").orElse(0L), sites, clouds);
    }

    private static String required(JsonValue parent, String name) {
        return Members.text(parent, name)
                .orElseThrow(() -> new IllegalArgumentException("demo.json has no " + name + " where it should"));
    }
}
