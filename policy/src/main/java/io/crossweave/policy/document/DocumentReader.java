package io.crossweave.policy.document;

import io.crossweave.policy.yaml.Findings;
import io.crossweave.policy.yaml.YamlNode;
import io.crossweave.policy.yaml.YamlNode.Items;
import io.crossweave.policy.yaml.YamlNode.Mapping;
import io.crossweave.policy.yaml.YamlNode.Mapping.Member;
import io.crossweave.policy.yaml.YamlNode.Text;
import io.crossweave.policy.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;

/** Reads files, each of one document or of several between lines of {@code ---}, and gathers what they define. */
public final class DocumentReader {
    /** The only version so far. */
    public static final String API_VERSION = "crossweave.dev/v1";

    private final Findings findings;
    private final List<TypeDocument> types = new ArrayList<>();
    private final List<PolicyDocument> policies = new ArrayList<>();

    public DocumentReader(Findings findings) {
        this.findings = findings;
    }

    public void read(String file, String text) {
        for (YamlNode document : YamlReader.read(file, text, findings)) {
            switch (document) {
                case Mapping mapping -> read(mapping);
                case Text empty when empty.value().isEmpty() -> {}
                case Text _, Items _ ->
                    findings.error(document.place(), "a document must be a map, not " + document.kind());
            }
        }
    }

    private void read(Mapping document) {
        if (!API_VERSION.equals(valueOf(document, "apiVersion"))) {
            findings.error(document.place(), "'apiVersion' must be " + API_VERSION);
            return;
        }
        switch (valueOf(document, "kind")) {
            case "ContextTypes" -> types.addAll(new ContextTypeReader(findings).read(document));
            case "Policy" -> new PolicyReader(findings).read(document).ifPresent(policies::add);
            default -> findings.error(document.place(), "'kind' must be ContextTypes or Policy");
        }
    }

    private static String valueOf(Mapping document, String key) {
        Member member = document.members().get(key);
        return member != null && member.value() instanceof Text text ? text.value() : "";
    }

    public List<TypeDocument> types() {
        return List.copyOf(types);
    }

    public List<PolicyDocument> policies() {
        return List.copyOf(policies);
    }
}
