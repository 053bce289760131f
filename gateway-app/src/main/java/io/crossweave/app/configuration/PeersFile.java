package io.crossweave.app.configuration;

import java.io.IOException;
import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a peers file: properties with the keys of {@link PeersConfiguration}. A key that it does not know is a fault. */
final class PeersFile implements PeersConfiguration {
    private static final Pattern INTAKE =
            Pattern.compile("crossweave\\.intakes\\.\"?([^\".]+)\"?\\.(kind|endpoint|name|subscription|project)");
    private static final Pattern URL = Pattern.compile("crossweave\\.sites\\.\"?([^\".]+)\"?\\.url");
    private static final Pattern PARENT = Pattern.compile("crossweave\\.topology\\.parents\\.\"?([^\".]+)\"?");
    private static final Pattern TOPOLOGY = Pattern.compile("crossweave\\.topology\\.(kind|hub|members)");

    private final Map<String, Map<String, String>> intakes = new TreeMap<>();
    private final Map<String, String> urls = new TreeMap<>();
    private final Map<String, String> parents = new TreeMap<>();
    private final Map<String, String> topology = new TreeMap<>();

    private PeersFile() {}

    /**
     * @param fault hears of each key that is not known
     */
    static PeersFile of(String text, Consumer<String> fault) {
        var file = new PeersFile();
        var properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException | IllegalArgumentException e) {
            fault.accept("no properties: " + e.getMessage());
        }
        for (String key : new TreeSet<>(properties.stringPropertyNames())) {
            String value = properties.getProperty(key).strip();
            if (!value.isEmpty() && !file.take(key, value)) {
                fault.accept(key + " is no key of a peers file");
            }
        }
        return file;
    }

    private boolean take(String key, String value) {
        Matcher intake = INTAKE.matcher(key);
        if (intake.matches()) {
            intakes.computeIfAbsent(intake.group(1), absent -> new TreeMap<>()).put(intake.group(2), value);
            return true;
        }
        return put(urls, URL, key, value) || put(parents, PARENT, key, value) || put(topology, TOPOLOGY, key, value);
    }

    private static boolean put(Map<String, String> into, Pattern pattern, String key, String value) {
        Matcher matcher = pattern.matcher(key);
        if (matcher.matches()) {
            into.put(matcher.group(1), value);
            return true;
        }
        return false;
    }

    @Override
    public Map<String, Intake> intakes() {
        var all = new TreeMap<String, Intake>();
        intakes.forEach((region, keys) -> all.put(region, new WrittenIntake(keys)));
        return all;
    }

    @Override
    public Map<String, OtherSite> sites() {
        var all = new TreeMap<String, OtherSite>();
        urls.forEach((region, url) -> all.put(region, () -> Optional.of(url)));
        return all;
    }

    @Override
    public TopologyKeys topology() {
        return new WrittenTopology(topology, parents);
    }

    private record WrittenTopology(Map<String, String> keys, Map<String, String> parents) implements TopologyKeys {
        @Override
        public String kind() {
            return keys.getOrDefault("kind", "mesh");
        }

        @Override
        public Optional<String> hub() {
            return Optional.ofNullable(keys.get("hub"));
        }

        @Override
        public Optional<List<String>> members() {
            return Optional.ofNullable(keys.get("members"))
                    .map(list -> Arrays.stream(list.split(",", -1))
                            .map(String::strip)
                            .filter(member -> !member.isEmpty())
                            .toList());
        }
    }

    private record WrittenIntake(Map<String, String> keys) implements Intake {
        @Override
        public Optional<String> kind() {
            return Optional.ofNullable(keys.get("kind"));
        }

        @Override
        public Optional<String> endpoint() {
            return Optional.ofNullable(keys.get("endpoint"));
        }

        @Override
        public Optional<String> name() {
            return Optional.ofNullable(keys.get("name"));
        }

        @Override
        public Optional<String> subscription() {
            return Optional.ofNullable(keys.get("subscription"));
        }

        @Override
        public Optional<String> project() {
            return Optional.ofNullable(keys.get("project"));
        }
    }
}
