package io.crossweave.clouds.kafka;

import io.crossweave.clouds.control.CounterSnapshot.OfTopic;
import io.crossweave.clouds.control.Counters;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchResponseData.FetchableTopicResponse;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.message.ProduceResponseData.TopicProduceResponse;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.Records;
import org.apache.kafka.common.requests.FetchResponse;
import org.apache.kafka.common.requests.ProduceResponse;
import org.jspecify.annotations.Nullable;

/** Counts, from the broker's own answers, what its log doesn't show: refusals and deliveries. */
final class KafkaTraffic {

    private static final String ID = "id:";

    /** Topics by name, or by id where the protocol's version names them so. */
    private final Counters counters = new Counters();

    /** Returns whether the broker stored all of it. */
    boolean produced(ProduceResponse response) {
        boolean stored = true;
        for (TopicProduceResponse topic : response.data().responses()) {
            for (PartitionProduceResponse partition : topic.partitionResponses()) {
                Errors error = Errors.forCode(partition.errorCode());
                stored &= error == Errors.NONE;
                if (error == Errors.MESSAGE_TOO_LARGE || error == Errors.RECORD_LIST_TOO_LARGE) {
                    counters.refusedAsTooLarge(key(topic.name(), topic.topicId()));
                }
            }
        }
        return stored;
    }

    void fetched(FetchResponse response) {
        for (FetchableTopicResponse topic : response.data().responses()) {
            int messages = 0;
            for (PartitionData partition : topic.partitions()) {
                if (partition.records() instanceof Records records) {
                    for (RecordBatch batch : records.batches()) {
                        Integer inBatch = batch.isControlBatch() ? Integer.valueOf(0) : batch.countOrNull();
                        messages += inBatch == null ? 1 : inBatch;
                    }
                }
            }
            if (messages > 0) {
                counters.delivered(key(topic.topic(), topic.topicId()), messages);
            }
        }
    }

    /** Adds these counts to those of the log. */
    void addTo(Map<String, OfTopic> topics, Map<Uuid, String> names) {
        counters.snapshot().topics().forEach((key, counted) -> {
            String name =
                    key.startsWith(ID) ? names.getOrDefault(Uuid.fromString(key.substring(ID.length())), key) : key;
            topics.merge(name, counted, OfTopic::plus);
        });
    }

    private static String key(@Nullable String name, Uuid id) {
        return name == null || name.isEmpty() ? ID + id : name;
    }
}
