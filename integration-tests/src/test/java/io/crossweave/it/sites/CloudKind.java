package io.crossweave.it.sites;

import io.crossweave.adapters.azure.RawHubClient;
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

        @Override
        boolean takes(LocalCloudProcess cloud, String topic, int bytesAboveLimit) throws Exception {
            return SdkProbes.kafkaTakes(cloud, topic, bytesAboveLimit);
        }
    },
    EVENT_HUBS {
        @Override
        LocalCloudProcess start(Path data, String intake) {
            return LocalCloudProcess.start(
                    "eventhubs", "--data", data.toString(), "--topics", intake, "--partitions", PARTITIONS);
        }

        @Override
        Map<String, String> settings(LocalCloudProcess cloud, String intake) {
            return Map.of("kind", "eventhubs", "endpoint", cloud.endpoint("connectionString"), "name", intake);
        }

        @Override
        boolean takes(LocalCloudProcess cloud, String topic, int bytesAboveLimit) throws Exception {
            return RawHubClient.accepts(cloud.endpoint("connectionString"), topic, bytesAboveLimit);
        }
    },
    PUB_SUB {
        @Override
        LocalCloudProcess start(Path data, String intake) {
            return LocalCloudProcess.start("pubsub", "--data", data.toString(), "--topics", intake);
        }

        @Override
        Map<String, String> settings(LocalCloudProcess cloud, String intake) {
            return Map.of(
                    "kind",
                    "pubsub",
                    "endpoint",
                    cloud.endpoint("endpoint"),
                    "project",
                    cloud.endpoint("project"),
                    "name",
                    intake,
                    "subscription",
                    intake);
        }

        @Override
        boolean takes(LocalCloudProcess cloud, String topic, int bytesAboveLimit) throws Exception {
            return SdkProbes.pubSubTakes(cloud, topic, bytesAboveLimit);
        }
    };

    private static final String PARTITIONS = "4";

    /** Starts the cloud with the intake in it. */
    abstract LocalCloudProcess start(Path data, String intake);

    /** The site settings of the intake, without their common prefix. */
    abstract Map<String, String> settings(LocalCloudProcess cloud, String intake);

    /** Whether the service itself, past all of a client's own checks, takes a message so many bytes above its limit. */
    abstract boolean takes(LocalCloudProcess cloud, String topic, int bytesAboveLimit) throws Exception;
}
