package io.crossweave.policy.yaml;

import io.crossweave.policy.yaml.YamlNode.Items;
import io.crossweave.policy.yaml.YamlNode.Mapping;
import io.crossweave.policy.yaml.YamlNode.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A map whose keys are known: what stands there, what is missing and what should not be there. A value of the wrong kind is told and then
 * taken for absent, so that reading goes on to the next mistake.
 */
public final class Fields {
    private final Mapping mapping;
    private final Findings findings;

    private Fields(Mapping mapping, Findings findings) {
        this.mapping = mapping;
        this.findings = findings;
    }

    /** The fields of a map; keys other than those allowed are told. Null where the node is no map. */
    public static @Nullable Fields of(YamlNode node, Findings findings, String... allowed) {
        return switch (node) {
            case Mapping mapping -> {
                var known = new TreeSet<>(Arrays.asList(allowed));
                mapping.members().forEach((key, member) -> {
                    if (!known.contains(key)) {
                        findings.error(
                                member.key().place(),
                                "unknown key '" + key + "'; known here are " + String.join(", ", known));
                    }
                });
                yield new Fields(mapping, findings);
            }
            case Text _, Items _ -> {
                findings.error(node.place(), "a map is expected here, not " + node.kind());
                yield null;
            }
        };
    }

    public SourcePlace place() {
        return mapping.place();
    }

    public boolean has(String key) {
        return mapping.members().containsKey(key);
    }

    /** What stands at a key; null where the key is absent. */
    public @Nullable YamlNode node(String key) {
        Mapping.Member member = mapping.members().get(key);
        return member == null ? null : member.value();
    }

    /** A text that must be there. */
    public @Nullable Text text(String key) {
        YamlNode node = node(key);
        if (node == null) {
            findings.error(place(), "key '" + key + "' is missing");
            return null;
        }
        return textOf(node, key);
    }

    /** One text, or a list of texts; empty where the key is absent. An empty list is told: it would match nothing. */
    public List<Text> texts(String key) {
        YamlNode node = node(key);
        return switch (node) {
            case null -> List.of();
            case Items list -> {
                if (list.items().isEmpty()) {
                    findings.error(list.place(), "'" + key + "' is an empty list");
                }
                yield texts(list, key);
            }
            case Text _, Mapping _ -> {
                Text text = textOf(node, key);
                yield text == null ? List.of() : List.of(text);
            }
        };
    }

    private List<Text> texts(Items list, String key) {
        var texts = new ArrayList<Text>();
        for (YamlNode item : list.items()) {
            Text text = textOf(item, key);
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    /** The items of a list that must be there. */
    public List<YamlNode> items(String key) {
        YamlNode node = node(key);
        return switch (node) {
            case null -> {
                findings.error(place(), "key '" + key + "' is missing");
                yield List.of();
            }
            case Items list -> list.items();
            case Text _, Mapping _ -> {
                findings.error(node.place(), "'" + key + "' must be a list, not " + node.kind());
                yield List.of();
            }
        };
    }

    /** The members of a map with free keys; empty where the key is absent. */
    public List<Mapping.Member> members(String key) {
        YamlNode node = node(key);
        return switch (node) {
            case null -> List.of();
            case Mapping map -> List.copyOf(map.members().values());
            case Text _, Items _ -> {
                findings.error(node.place(), "'" + key + "' must be a map, not " + node.kind());
                yield List.of();
            }
        };
    }

    private @Nullable Text textOf(YamlNode node, String key) {
        return switch (node) {
            case Text text -> {
                if (text.value().isEmpty()) {
                    findings.error(text.place(), "'" + key + "' has no value");
                    yield null;
                }
                yield text;
            }
            case Items _, Mapping _ -> {
                findings.error(node.place(), "'" + key + "' must be a text, not " + node.kind());
                yield null;
            }
        };
    }

    /** A whole number from 1, such as a version, that must be there; 0 where it is missing or wrong. */
    public long positive(String key) {
        Text text = text(key);
        if (text == null) {
            return 0;
        }
        if (!text.value().matches("[1-9][0-9]{0,17}")) {
            findings.error(text.place(), "'" + key + "' must be a whole number from 1, not '" + text.value() + "'");
            return 0;
        }
        return Long.parseLong(text.value());
    }
}
