package io.crossweave.policy;

import io.crossweave.policy.document.DocumentReader;
import io.crossweave.policy.document.PolicyCheck;
import io.crossweave.policy.document.PolicyDocument;
import io.crossweave.policy.document.TypeDocument;
import io.crossweave.policy.yaml.Finding;
import io.crossweave.policy.yaml.Findings;
import io.crossweave.policy.yaml.SourcePlace;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Collectors;

/** Reads and checks policy and context-type files, all or nothing: a set with one mistake is not used in part. */
public final class PolicyFiles {
    private PolicyFiles() {}

    /** The files as one set. Warnings don't stop it; {@link #check} shows them. */
    public static PolicySet load(List<PolicyFile> files) throws InvalidPolicyException {
        var findings = new Findings();
        DocumentReader documents = read(files, findings, Collections.emptySortedSet());
        SourcePlace whole =
                new SourcePlace(files.isEmpty() ? "(no file)" : files.getFirst().name(), 1, 1);
        if (documents.types().isEmpty()) {
            findings.error(whole, "no context type is defined in these files");
        }
        if (documents.policies().isEmpty()) {
            findings.error(whole, "no policy is defined in these files");
        }
        if (findings.hasErrors()) {
            throw new InvalidPolicyException(findings.all());
        }
        List<TypeDocument> types = documents.types().stream()
                .sorted(Comparator.comparing(type -> type.type().name()))
                .toList();
        PolicyDocument policy = documents.policies().getFirst();
        String canonical = types.stream().map(TypeDocument::canonical).collect(Collectors.joining("\n"));
        return new PolicySet(
                types.stream().map(TypeDocument::type).toList(), policy, canonical + "\n" + policy.canonical());
    }

    /**
     * All that is wrong with the files, in the order of places: mistakes of form, names that nothing defines, sites that are not among
     * {@code knownSites} (where that is not empty), jurisdictions with no site, rules that never apply.
     */
    public static List<Finding> check(List<PolicyFile> files, SortedSet<String> knownSites) {
        var findings = new Findings();
        read(files, findings, knownSites);
        return findings.all();
    }

    private static DocumentReader read(List<PolicyFile> files, Findings findings, SortedSet<String> knownSites) {
        var documents = new DocumentReader(findings);
        files.forEach(file -> documents.read(file.name(), file.text()));
        var check = new PolicyCheck(findings, documents.types(), knownSites);
        check.checkTypes();
        documents.policies().forEach(check::check);
        documents.policies().stream()
                .skip(1)
                .forEach(second -> findings.error(second.place(), "a second policy: a site follows exactly one"));
        return documents;
    }
}
