package io.crossweave.it.sites;

import io.crossweave.core.testing.LocalCloudProcess;
import java.nio.file.Path;
import java.util.Map;

/** What a cloud speaks: how its stand-in is started, and how sites are told of an intake there. */
enum CloudKind {
    KAFKA {
        @Override
        LocalCloudProcess start(Path data, String intake) {
            return LocalCloudProcess.start(
                    "kafka", "--data", data.toString(), "--topics", intake, "--partitions", PARTITIONS);
        }

        @Override
        Map<String, String> settings(LocalCloudProcess cloud, String intake) {
            return Map.of("kind", "kafka", "endpoint", cloud.endpoint("bootstrap"), "name", intake);
        }
    };

    private static final String PARTITIONS = "4";

    /** Starts the cloud with the intake in it. */
    abstract LocalCloudProcess start(Path data, String intake);

    /** The site settings of the intake, without their common prefix. */
    abstract Map<String, String> settings(LocalCloudProcess cloud, String intake);
}
