package io.crossweave.clouds.eventhubs;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The SDK's resolver is not public; the buffered producers use it, so it is what the service does. */
class KeyHashTest {
    @Test
    void agreesWithTheSdkForAsciiKeysOfEveryLength() throws ReflectiveOperationException {
        // Given
        Class<?> type = Class.forName("com.azure.messaging.eventhubs.PartitionResolver");
        Constructor<?> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        Object resolver = constructor.newInstance();
        Method assign = type.getDeclaredMethod("assignForPartitionKey", String.class, String[].class);
        assign.setAccessible(true);
        String[] partitions = {"0", "1", "2", "3", "4", "5", "6"};
        Random random = new Random(42);

        for (int length = 1; length <= HubLimits.PARTITION_KEY_CHARS_MAX; length++) {
            String key = random.ints(length, ' ', '~' + 1)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();

            // Then
            assertThat(Integer.toString(KeyHash.partition(key, partitions.length)))
                    .as(key)
                    .isEqualTo(assign.invoke(resolver, key, partitions));
        }
    }

    @Test
    void spreadsLaneKeysOverAllPartitions() {
        assertThat(IntStream.range(0, 32)
                        .map(shard -> KeyHash.partition("aws-us-east-1/CRITICAL/" + shard, 4))
                        .distinct()
                        .count())
                .isEqualTo(4);
    }
}
