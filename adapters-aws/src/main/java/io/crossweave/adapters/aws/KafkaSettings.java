package io.crossweave.adapters.aws;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The settings of Kafka's clients, sized for a site with a heap of a few hundred megabytes. */
final class KafkaSettings {
    /**
     * Larger frames would gain nothing (a chunk has 64 KiB) and hold up the other keys of their partition; a topic that allows larger
     * messages is used up to here.
     */
    static final int FRAME_BYTES_CAP = 4 << 20;

    /** How long a send may wait for the topic's description, or for room among those under way, before it ends with an outcome. */
    static final int SEND_BLOCK_MS = 5_000;

    /** Frames that are given to the producer and not yet answered. */
    private static final int UNSENT_BYTES_MAX = 16 << 20;

    private static final int REQUEST_TIMEOUT_MS = 5_000;

    /** One lost answer and one repetition fit in. After that the caller decides, who knows whether the frame is still wanted. */
    private static final int DELIVERY_TIMEOUT_MS = 12_000;

    private static final int RECONNECT_BACKOFF_MS = 50;
    private static final int RECONNECT_BACKOFF_MS_MAX = 1_000;

    /** What one fetch brings, of all partitions together; it is in memory twice at most, once handed over and once fetched ahead. */
    private static final int FETCH_BYTES_MAX = 4 << 20;

    private static final int FETCH_PARTITION_BYTES_MAX = 1 << 20;
    private static final int POLL_FRAMES_MAX = 256;

    private KafkaSettings() {}

    static Map<String, Object> producer(KafkaIntake intake) {
        Map<String, Object> settings = common(intake);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // Sealed frames are small sealed batches already: waiting for more of them would only add staleness.
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
        // The size is checked by us, against the topic's limit, which may change while the producer lives.
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, UNSENT_BYTES_MAX);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, (long) UNSENT_BYTES_MAX);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, SEND_BLOCK_MS);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MS);
        return settings;
    }

    static Map<String, Object> consumer(KafkaIntake intake) {
        Map<String, Object> settings = common(intake);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, intake.consumerGroup());
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // A site without offsets has received nothing yet, so everything that the topic holds is news to it.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES_MAX);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_PARTITION_BYTES_MAX);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_FRAMES_MAX);
        return settings;
    }

    static Properties admin(KafkaIntake intake) {
        Properties settings = new Properties();
        settings.putAll(common(intake));
        return settings;
    }

    private static Map<String, Object> common(KafkaIntake intake) {
        Map<String, Object> settings = new HashMap<>(intake.security());
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, intake.bootstrap());
        settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG, RECONNECT_BACKOFF_MS);
        settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_BACKOFF_MS_MAX);
        settings.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        return settings;
    }
}
