package io.crossweave.it.sites;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.GrpcTransportChannel;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.cloud.pubsub.v1.TopicAdminClient;
import com.google.cloud.pubsub.v1.TopicAdminSettings;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.TopicName;
import io.crossweave.core.testing.LocalCloudProcess;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Messages around a service's limit, sent by its SDK with the SDK's own limits out of the way. */
final class SdkProbes {
    /** Of {@code message.max.bytes}: a megabyte and the frame of a batch. */
    private static final int KAFKA_BYTES_MAX = 1_048_588;
    /** Of a batch with one message that has neither key nor headers, of a length that takes three bytes. */
    private static final int KAFKA_OVERHEAD_BYTES = 61 + 3 + 1 + 1 + 1 + 1 + 3 + 1;

    /** Of a publish request. */
    private static final int PUB_SUB_BYTES_MAX = 10_000_000;

    private static final long ANSWER_MAX_S = 30;

    private SdkProbes() {}

    static boolean kafkaTakes(LocalCloudProcess cloud, String topic, int bytesAboveLimit) throws Exception {
        int bytes = KAFKA_BYTES_MAX - KAFKA_OVERHEAD_BYTES + bytesAboveLimit;
        Map<String, Object> settings =
                Map.of("bootstrap.servers", cloud.endpoint("bootstrap"), "max.request.size", 2 * bytes);
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, new byte[bytes])).get(ANSWER_MAX_S, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RecordTooLargeException) {
                return false;
            }
            throw e;
        }
    }

    static boolean pubSubTakes(LocalCloudProcess cloud, String topic, int bytesAboveLimit) throws Exception {
        ManagedChannel channel = Grpc.newChannelBuilder(cloud.endpoint("endpoint"), InsecureChannelCredentials.create())
                .build();
        TopicAdminSettings settings = TopicAdminSettings.newBuilder()
                .setTransportChannelProvider(FixedTransportChannelProvider.create(GrpcTransportChannel.create(channel)))
                .setCredentialsProvider(NoCredentialsProvider.create())
                .build();
        String name = TopicName.of(cloud.endpoint("project"), topic).toString();
        int overhead = pubSubRequest(name, PUB_SUB_BYTES_MAX / 2).getSerializedSize() - PUB_SUB_BYTES_MAX / 2;
        try (TopicAdminClient client = TopicAdminClient.create(settings)) {
            client.publishCallable().call(pubSubRequest(name, PUB_SUB_BYTES_MAX - overhead + bytesAboveLimit));
            return true;
        } catch (InvalidArgumentException e) {
            return false;
        } finally {
            channel.shutdownNow();
        }
    }

    private static PublishRequest pubSubRequest(String topic, int bytes) {
        return PublishRequest.newBuilder()
                .setTopic(topic)
                .addMessages(PubsubMessage.newBuilder().setData(ByteString.copyFrom(new byte[bytes])))
                .build();
    }
}
