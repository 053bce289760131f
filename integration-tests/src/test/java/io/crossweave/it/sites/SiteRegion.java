package io.crossweave.it.sites;

/** The regions of the cluster, as the demo's policy knows them, and what their clouds speak. */
enum SiteRegion {
    US("aws-us-east-1", CloudKind.KAFKA),
    EU("azure-westeurope", CloudKind.EVENT_HUBS),
    JP("gcp-asia-northeast1", CloudKind.PUB_SUB);

    private final String region;
    private final CloudKind cloud;

    SiteRegion(String region, CloudKind cloud) {
        this.region = region;
        this.cloud = cloud;
    }

    String region() {
        return region;
    }

    CloudKind cloud() {
        return cloud;
    }

    /** The topic, or hub, in the region's cloud by which its site takes frames in. */
    String intake() {
        return "frames-" + region;
    }

    /** Round and round: 0, 1, 2, and 3 is 0 again. */
    static SiteRegion at(int index) {
        return values()[Math.floorMod(index, values().length)];
    }
}
