package io.crossweave.clouds.eventhubs;

import io.crossweave.clouds.control.Counters;
import io.crossweave.clouds.control.Faults;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What all connections share: the hubs, the key that signs tokens, the faults and the counts. */
record Namespace(AccessKey key, Faults faults, Counters counters, Clock clock, Map<String, Hub> hubs) {
    Namespace(AccessKey key, Faults faults, Counters counters, Clock clock) {
        this(key, faults, counters, clock, new ConcurrentHashMap<>());
    }

    /** Hub names are not case-sensitive: clients lower-case their endpoint. */
    Hub hub(String name) throws RefusedException {
        for (Hub hub : hubs.values()) {
            if (hub.name().equalsIgnoreCase(name)) {
                return hub;
            }
        }
        throw new RefusedException(AmqpError.NOT_FOUND, "there is no hub " + name);
    }
}
