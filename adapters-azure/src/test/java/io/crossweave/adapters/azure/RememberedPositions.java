package io.crossweave.adapters.azure;

import io.crossweave.core.spi.PositionStore;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;

/** A site's marks, as they survive a transport. */
final class RememberedPositions implements PositionStore {
    private final Map<String, Long> positions = new ConcurrentSkipListMap<>();

    @Override
    public OptionalLong load(String partition) {
        Long position = positions.get(partition);
        return position == null ? OptionalLong.empty() : OptionalLong.of(position);
    }

    @Override
    public void save(String partition, long position) {
        positions.put(partition, position);
    }

    Map<String, Long> all() {
        return positions;
    }
}
