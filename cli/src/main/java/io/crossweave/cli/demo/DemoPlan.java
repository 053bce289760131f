package io.crossweave.cli.demo;

import java.util.List;

/** Which sites the demo has, on which cloud each, and on which ports. */
record DemoPlan(int portBase) {
    /** One site of the demo and the kind of its cloud. */
    record PlannedSite(String region, CloudKind cloud) {}

    /** The name of every site's intake in its own cloud. */
    static final String INTAKE = "crossweave-intake";

    static final List<PlannedSite> SITES = List.of(
            new PlannedSite("aws-us-east-1", CloudKind.KAFKA),
            new PlannedSite("azure-westeurope", CloudKind.EVENT_HUBS),
            new PlannedSite("gcp-asia-northeast1", CloudKind.PUB_SUB));

    static final int PORT_BASE_MAX = 65_535 - SITES.size();

    DemoPlan {
        if (portBase < 1 || portBase > PORT_BASE_MAX) {
            throw new IllegalArgumentException("a port base of " + portBase + " is not within 1 and " + PORT_BASE_MAX);
        }
    }

    static List<String> regions() {
        return SITES.stream().map(PlannedSite::region).toList();
    }

    int port(PlannedSite site) {
        return portBase + 1 + SITES.indexOf(site);
    }

    List<Integer> ports() {
        return SITES.stream().map(this::port).toList();
    }
}
