package io.crossweave.simulator.world;

import io.crossweave.policy.PolicySet;
import io.crossweave.simulator.policy.Geography;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The few sets of policy files that runs differ in, each read once. */
final class PolicyCache {
    private static final Map<Geography, PolicySet> READ = new ConcurrentHashMap<>();

    private PolicyCache() {}

    static PolicySet read(Geography geography) {
        return READ.computeIfAbsent(geography, Geography::read);
    }
}
