package io.crossweave.policy;

import io.crossweave.policy.demo.DemoFiles;
import java.util.List;

/** Policies for tests. */
final class Policies {
    static final String US = "aws-us-east-1";
    static final String EU = "azure-westeurope";
    static final String JP = "gcp-asia-northeast1";

    /** A type in which classes lie at many places. */
    static final String RECORD_TYPE = """
            apiVersion: crossweave.dev/v1
            kind: ContextTypes
            types:
              - name: record
                version: 1
                tier: IMPORTANT
                merge:
                  /log: log
                classes:
                  /ssn: pii
                  /people/*/ssn: pii
                  /log/*/ssn: pii
                  /log/7/secret: secret
                  /a~1b: pii
                  /café: pii
                  /vault/**: secret
                  /vault/label: public
                  /matrix/0/1: pii
            """;

    static final String JURISDICTIONS = """
            apiVersion: crossweave.dev/v1
            kind: Policy
            version: 3
            jurisdictions:
              US: [aws-us-east-1, aws-us-west-2]
              EU: [azure-westeurope, azure-northeurope]
              JP: [gcp-asia-northeast1]
            """;

    private Policies() {}

    /** The demo's policy as a site of this region follows it. */
    static ResidencyPolicy demoAt(String region) {
        return at(region, DemoFiles.all());
    }

    /** The record type under the given rules, which are YAML list items indented by two. */
    static ResidencyPolicy at(String region, String rules) {
        return at(region, files(rules));
    }

    static List<PolicyFile> files(String rules) {
        return List.of(
                new PolicyFile("types.yaml", RECORD_TYPE),
                new PolicyFile("policy.yaml", JURISDICTIONS + (rules.isEmpty() ? "rules: []\n" : "rules:\n" + rules)));
    }

    private static ResidencyPolicy at(String region, List<PolicyFile> files) {
        try {
            return new ResidencyPolicy(region, PolicyFiles.load(files));
        } catch (InvalidPolicyException e) {
            throw new AssertionError(e);
        }
    }
}
