package io.crossweave.policy.document;

import io.crossweave.core.document.InvalidPointerException;
import io.crossweave.core.document.PathPattern;
import io.crossweave.core.model.SiteId;
import io.crossweave.policy.yaml.Findings;
import io.crossweave.policy.yaml.YamlNode.Text;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads the names and patterns that both kinds of documents use; what is wrong is told and left out. */
final class Names {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    private static final Pattern JURISDICTION = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,62}");

    private final Findings findings;

    Names(Findings findings) {
        this.findings = findings;
    }

    Optional<String> name(Text text, String what) {
        return matching(NAME, text, what);
    }

    SortedSet<String> names(List<Text> texts, String what) {
        var names = new TreeSet<String>();
        texts.forEach(text -> name(text, what).ifPresent(names::add));
        return names;
    }

    Optional<String> jurisdiction(Text text) {
        return matching(JURISDICTION, text, "jurisdiction");
    }

    private Optional<String> matching(Pattern pattern, Text text, String what) {
        if (pattern.matcher(text.value()).matches()) {
            return Optional.of(text.value());
        }
        findings.error(text.place(), what + " '" + text.value() + "' must match " + pattern.pattern());
        return Optional.empty();
    }

    Optional<String> region(Text text) {
        try {
            return Optional.of(SiteId.requireRegion(text.value()));
        } catch (IllegalArgumentException e) {
            findings.error(text.place(), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** In Unicode normal form C, as documents' names are brought into it before they are compared with a pattern. */
    Optional<PathPattern> pattern(Text text) {
        try {
            return Optional.of(PathPattern.parse(Normalizer.normalize(text.value(), Normalizer.Form.NFC)));
        } catch (InvalidPointerException e) {
            findings.error(text.place(), "path '" + text.value() + "': " + e.getMessage());
            return Optional.empty();
        }
    }
}
