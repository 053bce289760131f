package io.crossweave.policy.yaml;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A piece of a YAML document. */
public sealed interface YamlNode {
    SourcePlace place();

    /** What is meant by {@code {a: x}}: how the node is called in a sentence. */
    String kind();

    /** The same for every way to write the same content: quotes, order of keys, comments and layout don't matter. */
    void canonical(StringBuilder out);

    record Text(SourcePlace place, String value) implements YamlNode {
        @Override
        public String kind() {
            return "a text";
        }

        @Override
        public void canonical(StringBuilder out) {
            out.append('"')
                    .append(value.replace("\\", "\\\\").replace("\"", "\\\""))
                    .append('"');
        }
    }

    record Items(SourcePlace place, List<YamlNode> items) implements YamlNode {
        public Items {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }

        @Override
        public void canonical(StringBuilder out) {
            out.append('[');
            for (YamlNode item : items) {
                item.canonical(out);
                out.append(',');
            }
            out.append(']');
        }
    }

    /** Keys with what they hold, in the order of keys. */
    record Mapping(SourcePlace place, SortedMap<String, Member> members) implements YamlNode {
        /** A key, its place and its value. */
        public record Member(Text key, YamlNode value) {}

        public Mapping {
            members = new TreeMap<>(members);
        }

        @Override
        public String kind() {
            return "a map";
        }

        @Override
        public void canonical(StringBuilder out) {
            out.append('{');
            for (Member member : members.values()) {
                member.key().canonical(out);
                out.append(':');
                member.value().canonical(out);
                out.append(',');
            }
            out.append('}');
        }
    }
}
