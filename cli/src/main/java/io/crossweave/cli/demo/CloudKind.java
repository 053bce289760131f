package io.crossweave.cli.demo;

import io.crossweave.cli.CommandFailure;
import java.util.SortedMap;
import java.util.TreeMap;

/** The kinds of local clouds, and how a site is told where its intake is. */
enum CloudKind {
    KAFKA("kafka", "bootstrap", "bootstrap"),
    EVENT_HUBS("eventhubs", "connectionString", "amqp"),
    PUB_SUB("pubsub", "endpoint", "endpoint");

    private final String word;
    private final String endpoint;
    private final String address;

    CloudKind(String word, String endpoint, String address) {
        this.word = word;
        this.endpoint = endpoint;
        this.address = address;
    }

    /** As the local clouds and the sites both call it. */
    String word() {
        return word;
    }

    /**
     * The settings of an intake, below {@code crossweave.intakes."region"}.
     *
     * @param endpoints as the cloud told them when it was ready
     * @param topic the intake's, whatever the cloud calls such a thing
     */
    SortedMap<String, String> intake(SortedMap<String, String> endpoints, String topic) {
        var settings = new TreeMap<String, String>();
        settings.put("kind", word);
        settings.put("endpoint", told(endpoints, endpoint));
        settings.put("name", topic);
        switch (this) {
            case KAFKA, EVENT_HUBS -> {}
            case PUB_SUB -> {
                settings.put("project", told(endpoints, "project"));
                // A local topic has one subscription, with its own name.
                settings.put("subscription", topic);
            }
        }
        return settings;
    }

    /** Host and port, without any key. */
    String address(SortedMap<String, String> endpoints) {
        return told(endpoints, address);
    }

    private String told(SortedMap<String, String> endpoints, String name) {
        String value = endpoints.get(name);
        if (value == null) {
            throw new CommandFailure("the local cloud " + word + " did not tell its " + name);
        }
        return value;
    }
}
