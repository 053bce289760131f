package io.crossweave.policy.document;

import io.crossweave.core.document.PathPattern;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.ContextType.Arbiter;
import io.crossweave.core.model.ContextType.PathClass;
import io.crossweave.core.model.ContextType.PathMerge;
import io.crossweave.core.model.MergeRule;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.model.Tier;
import io.crossweave.policy.yaml.Fields;
import io.crossweave.policy.yaml.Findings;
import io.crossweave.policy.yaml.YamlNode;
import io.crossweave.policy.yaml.YamlNode.Mapping.Member;
import io.crossweave.policy.yaml.YamlNode.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the types of a {@code kind: ContextTypes} document. */
final class ContextTypeReader {
    private static final String BELOW = "/**";

    private final Findings findings;
    private final Names names;

    ContextTypeReader(Findings findings) {
        this.findings = findings;
        this.names = new Names(findings);
    }

    List<TypeDocument> read(YamlNode document) {
        var types = new ArrayList<TypeDocument>();
        Fields fields = Fields.of(document, findings, "apiVersion", "kind", "types");
        if (fields != null) {
            for (YamlNode item : fields.items("types")) {
                type(item).ifPresent(types::add);
            }
        }
        return types;
    }

    private Optional<TypeDocument> type(YamlNode node) {
        Fields fields = Fields.of(
                node, findings, "name", "version", "tier", "ttl", "home", "merge", "resolver", "authority", "classes");
        if (fields == null) {
            return Optional.empty();
        }
        Text nameText = fields.text("name");
        Optional<String> name = nameText == null ? Optional.empty() : names.name(nameText, "context type");
        long version = fields.positive("version");
        if (version > Integer.MAX_VALUE) {
            findings.error(fields.place(), "'version' is greater than " + Integer.MAX_VALUE);
        }
        Tier tier = tier(fields.text("tier"));
        long ttlS = fields.has("ttl") ? fields.positive("ttl") : 0;
        if (ttlS > Limits.TTL_S_MAX) {
            findings.error(fields.place(), "'ttl' is greater than " + Limits.TTL_S_MAX + " seconds");
            ttlS = 0;
        }
        String home = fields.has("home") ? home(fields.text("home")) : "";
        List<PathMerge> merges = merges(fields.members("merge"));
        List<PathClass> classes = classes(fields.members("classes"));
        if (name.isEmpty() || tier == null || version < 1 || version > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        var canonical = new StringBuilder();
        node.canonical(canonical);
        var type =
                new ContextType(name.get(), (int) version, tier, merges, classes, ttlS, home, arbiter(fields, merges));
        return Optional.of(new TypeDocument(node.place(), type, canonical.toString()));
    }

    private String home(@Nullable Text text) {
        if (text == null) {
            return "";
        }
        try {
            return SiteId.requireRegion(text.value());
        } catch (IllegalArgumentException e) {
            findings.error(text.place(), "'home' is no site: " + e.getMessage());
            return "";
        }
    }

    /** Who is asked at paths of the rule resolver: there is somebody if and only if there is such a path. */
    private Arbiter arbiter(Fields fields, List<PathMerge> merges) {
        boolean wanted = merges.stream().anyMatch(merge -> merge.rule() == MergeRule.RESOLVER);
        for (String key : List.of("resolver", "authority")) {
            if (wanted && !fields.has(key)) {
                findings.error(fields.place(), "a path has the rule resolver, so the type needs '" + key + "'");
            } else if (!wanted && fields.has(key)) {
                findings.error(fields.place(), "'" + key + "' is told and no path has the rule resolver");
            }
        }
        Text name = fields.has("resolver") ? fields.text("resolver") : null;
        Optional<String> resolver = name == null ? Optional.empty() : names.name(name, "resolver");
        var regions = new ArrayList<String>();
        for (Text text : fields.texts("authority")) {
            names.region(text).ifPresent(region -> {
                if (regions.contains(region)) {
                    findings.error(text.place(), "'authority' names site '" + region + "' twice");
                } else {
                    regions.add(region);
                }
            });
        }
        return resolver.isEmpty() || regions.isEmpty() ? Arbiter.NONE : new Arbiter(resolver.get(), regions);
    }

    private @Nullable Tier tier(@Nullable Text text) {
        if (text == null) {
            return null;
        }
        for (Tier tier : Tier.values()) {
            if (tier.name().equals(text.value())) {
                return tier;
            }
        }
        findings.error(text.place(), "tier '" + text.value() + "' is none of CRITICAL, IMPORTANT, BACKGROUND");
        return null;
    }

    private List<PathMerge> merges(List<Member> members) {
        var merges = new ArrayList<PathMerge>();
        for (Member member : members) {
            Optional<PathPattern> pattern = names.pattern(member.key());
            Optional<MergeRule> rule = mergeRule(member.value());
            if (pattern.isPresent() && rule.isPresent()) {
                merges.add(new PathMerge(pattern.get(), rule.get()));
            }
        }
        return merges;
    }

    private Optional<MergeRule> mergeRule(YamlNode node) {
        if (node instanceof Text text) {
            for (MergeRule rule : MergeRule.values()) {
                if (rule.label().equals(text.value())) {
                    return Optional.of(rule);
                }
            }
            findings.error(
                    text.place(), "merge rule '" + text.value() + "' is not available; available are " + available());
        } else {
            findings.error(node.place(), "a merge rule must be a text, not " + node.kind());
        }
        return Optional.empty();
    }

    private static String available() {
        return Stream.of(MergeRule.values()).map(MergeRule::label).sorted().collect(Collectors.joining(", "));
    }

    private List<PathClass> classes(List<Member> members) {
        var classes = new ArrayList<PathClass>();
        Set<String> written = new TreeSet<>();
        for (Member member : members) {
            Optional<PathPattern> pattern = names.pattern(member.key());
            Optional<String> classification =
                    member.value() instanceof Text text ? names.name(text, "class") : notAText(member.value());
            if (pattern.isPresent() && classification.isPresent()) {
                classes.add(new PathClass(pattern.get(), classification.get()));
                written.add(pattern.get().toString());
            }
        }
        return withWhatLiesBelow(classes, written);
    }

    private Optional<String> notAText(YamlNode node) {
        findings.error(node.place(), "a class must be a text, not " + node.kind());
        return Optional.empty();
    }

    /**
     * What is below a classified path is of its class, unless the author says otherwise: a client that writes an object at {@code /email}
     * writes {@code /email/address}.
     */
    private static List<PathClass> withWhatLiesBelow(List<PathClass> classes, Set<String> written) {
        var all = new ArrayList<>(classes);
        for (PathClass one : classes) {
            String pattern = one.pattern().toString();
            if (!pattern.endsWith(BELOW) && !written.contains(pattern + BELOW)) {
                all.add(new PathClass(PathPattern.parse(pattern + BELOW), one.classification()));
            }
        }
        return all;
    }
}
