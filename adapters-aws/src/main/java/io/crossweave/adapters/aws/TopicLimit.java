package io.crossweave.adapters.aws;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/**
 * The largest message that the topic takes, as its brokers tell it. The topic's own setting already includes what it inherits from the
 * broker. While nobody tells (unreachable, or not allowed to ask), it is Kafka's and MSK's default, and asked again after a while; a
 * broker with a smaller limit then refuses what is too large for it.
 */
final class TopicLimit {
    static final int MESSAGE_BYTES_DEFAULT = 1_048_588;

    private static final Duration ASK_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(10);

    private final KafkaIntake intake;
    private int told;
    private @Nullable Long failedAtNanos;

    TopicLimit(KafkaIntake intake) {
        this.intake = intake;
    }

    /** Largest frame; asks the brokers and waits some seconds for them if nobody has told it yet. */
    synchronized int frameBytesMax() {
        if (told == 0 && mayAsk()) {
            ask();
        }
        int messageBytesMax = told == 0 ? MESSAGE_BYTES_DEFAULT : told;
        return Math.min(messageBytesMax - FrameRecord.OVERHEAD_BYTES_MAX, KafkaSettings.FRAME_BYTES_CAP);
    }

    /** The broker refused what we thought allowed: its limit has changed, or was never told. */
    synchronized void forget() {
        told = 0;
    }

    private boolean mayAsk() {
        return failedAtNanos == null || System.nanoTime() - failedAtNanos > ASK_AGAIN_AFTER.toNanos();
    }

    private void ask() {
        try {
            Admin admin = Admin.create(KafkaSettings.admin(intake));
            try {
                told = ask(admin);
                failedAtNanos = null;
            } finally {
                // Its answer is here, or not wanted any more.
                admin.close(Duration.ZERO);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            // Not told: the default holds, and it is asked again. The cluster's name may be unknown too while it can't
            // be reached.
            failedAtNanos = System.nanoTime();
        }
    }

    private int ask(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, intake.topic());
        Map<ConfigResource, Config> answer =
                admin.describeConfigs(List.of(topic)).all().get(ASK_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        return Optional.ofNullable(answer.get(topic))
                .map(settings -> settings.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG))
                .map(setting -> Integer.parseInt(setting.value()))
                .orElse(MESSAGE_BYTES_DEFAULT);
    }
}
