package io.crossweave.clouds;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The command line of a cloud: its kind, then {@code --name value} pairs. Ports are 0 for a free one. */
public record CloudOptions(
        String kind, Optional<Path> data, Ports ports, List<String> topics, int partitions, String project) {

    /** Where the cloud's own protocol and its control endpoint listen. */
    public record Ports(int service, int control) {}

    private static final String USAGE = "kafka|pubsub|eventhubs [--data DIR] [--port N] [--control-port N]"
            + " [--topics a,b] [--partitions N] [--project P]";

    public static CloudOptions parse(String[] arguments) {
        if (arguments.length == 0 || arguments.length % 2 == 0) {
            throw new IllegalArgumentException("usage: " + USAGE);
        }
        Map<String, String> given = new TreeMap<>(Map.of(
                "--data",
                "",
                "--port",
                "0",
                "--control-port",
                "0",
                "--topics",
                "",
                "--partitions",
                "4",
                "--project",
                "crossweave-local"));
        for (int i = 1; i < arguments.length; i += 2) {
            if (given.replace(arguments[i], arguments[i + 1]) == null) {
                throw new IllegalArgumentException("unknown option " + arguments[i] + "; usage: " + USAGE);
            }
        }
        return new CloudOptions(
                arguments[0],
                Optional.of(value(given, "--data"))
                        .filter(dir -> !dir.isEmpty())
                        .map(Path::of),
                new Ports(number(given, "--port", 65_535), number(given, "--control-port", 65_535)),
                names(value(given, "--topics")),
                number(given, "--partitions", 64),
                value(given, "--project"));
    }

    /** The data directory, for a cloud that can't do without. */
    public Path requiredData() {
        return data.orElseThrow(() -> new IllegalArgumentException("cloud " + kind + " needs --data DIR"));
    }

    private static List<String> names(String list) {
        List<String> names = new ArrayList<>();
        for (String name : list.split(",", -1)) {
            if (!name.isBlank()) {
                names.add(name.strip());
            }
        }
        return List.copyOf(names);
    }

    private static String value(Map<String, String> given, String option) {
        return given.getOrDefault(option, "");
    }

    private static int number(Map<String, String> given, String option, int max) {
        int number = Integer.parseInt(value(given, option));
        if (number < 0 || number > max) {
            throw new IllegalArgumentException(option + " " + number + ": allowed is 0 to " + max);
        }
        return number;
    }
}
