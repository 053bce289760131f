package io.crossweave.clouds.eventhubs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** One event hub: its partitions, who may read them, and which of them a publisher's events go to. */
final class Hub implements AutoCloseable {
    static final String DEFAULT_GROUP = "$Default";

    private final String name;
    private final long createdMs;
    private final Set<String> consumerGroups;
    private final List<Partition> partitions = new ArrayList<>();
    private final AtomicInteger nextRoundRobin = new AtomicInteger();

    /** A partition's events and its readers of now. */
    record Partition(int id, PartitionLog log, Readers readers) {}

    Hub(String name, int partitionCount, Set<String> consumerGroups, Path directory, long createdMs) {
        this.name = name;
        this.createdMs = createdMs;
        this.consumerGroups = Set.copyOf(consumerGroups);
        int segmentsMax = HubLimits.segmentsMax(partitionCount);
        for (int id = 0; id < partitionCount; id++) {
            partitions.add(new Partition(id, new PartitionLog(directory, segmentsMax), new Readers()));
        }
    }

    String name() {
        return name;
    }

    long createdMs() {
        return createdMs;
    }

    List<Partition> partitions() {
        return partitions;
    }

    boolean hasConsumerGroup(String group) {
        return group.equalsIgnoreCase(DEFAULT_GROUP) || consumerGroups.contains(group);
    }

    Partition partition(String id) throws RefusedException {
        for (Partition partition : partitions) {
            if (Integer.toString(partition.id()).equals(id)) {
                return partition;
            }
        }
        throw new RefusedException(
                AmqpError.NOT_FOUND, "hub " + name + " has partitions 0 to " + (partitions.size() - 1) + ", not " + id);
    }

    /** By the key's hash; events without a key go round. */
    Partition route(Optional<String> partitionKey) {
        int id = partitionKey.isPresent()
                ? KeyHash.partition(partitionKey.get(), partitions.size())
                : Math.floorMod(nextRoundRobin.getAndIncrement(), partitions.size());
        return partitions.get(id);
    }

    @Override
    public void close() throws IOException {
        for (Partition partition : partitions) {
            partition.log().close();
        }
    }
}
