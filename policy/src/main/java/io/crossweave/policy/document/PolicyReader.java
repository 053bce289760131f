package io.crossweave.policy.document;

import io.crossweave.core.document.PathPattern;
import io.crossweave.policy.yaml.Fields;
import io.crossweave.policy.yaml.Findings;
import io.crossweave.policy.yaml.SourcePlace;
import io.crossweave.policy.yaml.YamlNode;
import io.crossweave.policy.yaml.YamlNode.Items;
import io.crossweave.policy.yaml.YamlNode.Mapping;
import io.crossweave.policy.yaml.YamlNode.Mapping.Member;
import io.crossweave.policy.yaml.YamlNode.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads a {@code kind: Policy} document. A rule with a mistake is told and left out, and the document can't be used then. */
final class PolicyReader {
    private static final Ruling NOTHING_DROPPED = new Ruling.Release(List.of(), new TreeSet<>());

    private final Findings findings;
    private final Names names;
    private final SortedMap<String, SourcePlace> sites = new TreeMap<>();

    PolicyReader(Findings findings) {
        this.findings = findings;
        this.names = new Names(findings);
    }

    Optional<PolicyDocument> read(YamlNode document) {
        Fields fields = Fields.of(document, findings, "apiVersion", "kind", "version", "jurisdictions", "rules");
        if (fields == null) {
            return Optional.empty();
        }
        long version = fields.positive("version");
        Jurisdictions jurisdictions = jurisdictions(fields.members("jurisdictions"));
        var rules = new ArrayList<PolicyRule>();
        for (YamlNode item : fields.items("rules")) {
            rule(item).ifPresent(rules::add);
        }
        var canonical = new StringBuilder();
        document.canonical(canonical);
        return Optional.of(
                new PolicyDocument(document.place(), version, jurisdictions, sites, rules, canonical.toString()));
    }

    private Jurisdictions jurisdictions(List<Member> members) {
        SortedMap<String, SortedSet<String>> regions = new TreeMap<>();
        for (Member member : members) {
            Optional<String> name = names.jurisdiction(member.key());
            SortedSet<String> held = switch (member.value()) {
                case Items list -> regions(list);
                case Text text -> site(text);
                case Mapping _ -> {
                    findings.error(member.value().place(), "a jurisdiction is a list of sites, not a map");
                    yield new TreeSet<>();
                }
            };
            name.ifPresent(known -> regions.put(known, held));
        }
        return new Jurisdictions(regions);
    }

    private SortedSet<String> regions(Items list) {
        if (list.items().isEmpty()) {
            findings.error(list.place(), "this jurisdiction has no site");
        }
        var regions = new TreeSet<String>();
        for (YamlNode item : list.items()) {
            if (item instanceof Text text) {
                regions.addAll(site(text));
            } else {
                findings.error(item.place(), "a site must be a text, not " + item.kind());
            }
        }
        return regions;
    }

    private SortedSet<String> site(Text text) {
        var regions = new TreeSet<String>();
        names.region(text).ifPresent(region -> {
            regions.add(region);
            sites.put(region, text.place());
        });
        return regions;
    }

    private Optional<PolicyRule> rule(YamlNode node) {
        Fields fields = Fields.of(node, findings, "name", "precedence", "when", "then", "drop");
        if (fields == null) {
            return Optional.empty();
        }
        Text nameText = fields.text("name");
        Optional<String> name = nameText == null ? Optional.empty() : names.name(nameText, "rule");
        long precedence = fields.positive("precedence");
        YamlNode when = fields.node("when");
        RuleConditions conditions = when == null ? null : conditions(when);
        if (when == null) {
            findings.error(fields.place(), "key 'when' is missing; 'when: {}' is a rule for everything");
        }
        Ruling ruling = ruling(fields);
        if (name.isEmpty() || precedence < 1 || conditions == null || ruling == null) {
            return Optional.empty();
        }
        return Optional.of(new PolicyRule(name.get(), precedence, conditions, ruling, node.place()));
    }

    private @Nullable RuleConditions conditions(YamlNode node) {
        Fields fields = Fields.of(node, findings, "types", "classes", "labels", "origin", "destination");
        if (fields == null) {
            return null;
        }
        return new RuleConditions(
                names.names(fields.texts("types"), "context type"),
                names.names(fields.texts("classes"), "class"),
                labels(fields),
                whereabouts(fields, "origin"),
                whereabouts(fields, "destination"));
    }

    private SortedMap<String, SortedSet<String>> labels(Fields fields) {
        SortedMap<String, SortedSet<String>> labels = new TreeMap<>();
        for (Member member : fields.members("labels")) {
            SortedSet<String> values = new TreeSet<>();
            switch (member.value()) {
                case Text text -> values.add(text.value());
                case Items list ->
                    list.items().forEach(item -> {
                        if (item instanceof Text text) {
                            values.add(text.value());
                        } else {
                            findings.error(item.place(), "a label's value must be a text, not " + item.kind());
                        }
                    });
                case Mapping map -> findings.error(map.place(), "a label's values are a text or a list, not a map");
            }
            if (values.isEmpty() || values.contains("")) {
                findings.error(member.value().place(), "label '" + member.key().value() + "' has no value");
            }
            labels.put(member.key().value(), values);
        }
        return labels;
    }

    private Whereabouts whereabouts(Fields outer, String key) {
        YamlNode node = outer.node(key);
        Fields fields = node == null ? null : Fields.of(node, findings, "inside", "outside", "sites");
        if (fields == null) {
            return new Whereabouts.Anywhere();
        }
        int kinds = (fields.has("inside") ? 1 : 0) + (fields.has("outside") ? 1 : 0) + (fields.has("sites") ? 1 : 0);
        if (kinds != 1) {
            findings.error(fields.place(), "'" + key + "' needs exactly one of inside, outside, sites");
        }
        if (fields.has("inside")) {
            return new Whereabouts.Inside(jurisdictionNames(fields.texts("inside")));
        }
        if (fields.has("outside")) {
            return new Whereabouts.Outside(jurisdictionNames(fields.texts("outside")));
        }
        var regions = new TreeSet<String>();
        fields.texts("sites").forEach(text -> names.region(text).ifPresent(regions::add));
        return new Whereabouts.Sites(regions);
    }

    private SortedSet<String> jurisdictionNames(List<Text> texts) {
        var named = new TreeSet<String>();
        texts.forEach(text -> names.jurisdiction(text).ifPresent(named::add));
        return named;
    }

    private @Nullable Ruling ruling(Fields fields) {
        Text then = fields.text("then");
        if (then == null) {
            return null;
        }
        YamlNode drop = fields.node("drop");
        return switch (then.value()) {
            case "withhold" -> {
                if (drop != null) {
                    findings.error(
                            drop.place(), "'drop' belongs to 'then: release': what is withheld is dropped whole");
                }
                yield new Ruling.Withhold();
            }
            case "release" -> drop == null ? NOTHING_DROPPED : drops(drop);
            default -> {
                findings.error(then.place(), "'then' must be release or withhold, not '" + then.value() + "'");
                yield null;
            }
        };
    }

    private @Nullable Ruling drops(YamlNode node) {
        Fields fields = Fields.of(node, findings, "paths", "classes");
        if (fields == null) {
            return null;
        }
        if (!fields.has("paths") && !fields.has("classes")) {
            findings.error(node.place(), "'drop' needs paths or classes");
        }
        List<PathPattern> paths = fields.texts("paths").stream()
                .flatMap(text -> names.pattern(text).stream())
                .toList();
        return new Ruling.Release(paths, names.names(fields.texts("classes"), "class"));
    }
}
