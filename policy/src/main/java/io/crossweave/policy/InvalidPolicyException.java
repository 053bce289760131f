package io.crossweave.policy;

import io.crossweave.policy.yaml.Finding;
import java.util.List;
import java.util.stream.Collectors;

/** Policy files that can't be used; the message lists everything that is wrong, each with its place. */
public final class InvalidPolicyException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    InvalidPolicyException(List<Finding> findings) {
        super(findings.stream().map(Finding::toString).collect(Collectors.joining("\n")));
        this.findings = List.copyOf(findings);
    }

    public List<Finding> findings() {
        return findings;
    }
}
