package io.crossweave.clouds.pubsub;

import com.google.api.gax.batching.FlowControlSettings;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.GrpcTransportChannel;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.api.gax.rpc.TransportChannelProvider;
import com.google.cloud.pubsub.v1.MessageReceiver;
import com.google.cloud.pubsub.v1.Publisher;
import com.google.cloud.pubsub.v1.Subscriber;
import com.google.pubsub.v1.ProjectSubscriptionName;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.TopicName;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Google's client against the local cloud: plaintext, no credentials. */
final class PubSubClients implements AutoCloseable {

    private final String project;
    private final ManagedChannel channel;
    private final TransportChannelProvider transport;
    private final List<Publisher> publishers = new ArrayList<>();

    PubSubClients(Map<String, String> endpoints) {
        this.project = endpoints.getOrDefault("project", "");
        this.channel = Grpc.newChannelBuilder(
                        endpoints.getOrDefault("endpoint", ""), InsecureChannelCredentials.create())
                .maxInboundMessageSize(20 << 20)
                .build();
        this.transport = FixedTransportChannelProvider.create(GrpcTransportChannel.create(channel));
    }

    Publisher publisher(String topic) throws IOException {
        Publisher publisher = Publisher.newBuilder(TopicName.of(project, topic))
                .setChannelProvider(transport)
                .setCredentialsProvider(NoCredentialsProvider.create())
                .setEnableMessageOrdering(true)
                .build();
        publishers.add(publisher);
        return publisher;
    }

    Subscriber subscriber(String subscription, long outstandingMessages, MessageReceiver receiver) {
        Subscriber subscriber = Subscriber.newBuilder(ProjectSubscriptionName.of(project, subscription), receiver)
                .setChannelProvider(transport)
                .setCredentialsProvider(NoCredentialsProvider.create())
                .setFlowControlSettings(FlowControlSettings.newBuilder()
                        .setMaxOutstandingElementCount(outstandingMessages)
                        .build())
                .build();
        subscriber.startAsync().awaitRunning();
        return subscriber;
    }

    void stop(Subscriber subscriber) {
        subscriber.stopAsync().awaitTerminated();
    }

    /** Takes and acknowledges so many messages, then stops. */
    List<PubsubMessage> receive(String subscription, int count) throws InterruptedException {
        BlockingQueue<PubsubMessage> queue = new LinkedBlockingQueue<>();
        Subscriber subscriber = subscriber(subscription, 1_000, (message, reply) -> {
            queue.add(message);
            reply.ack();
        });
        List<PubsubMessage> received = new ArrayList<>();
        while (received.size() < count) {
            PubsubMessage next = queue.poll(30, TimeUnit.SECONDS);
            if (next == null) {
                break;
            }
            received.add(next);
        }
        stop(subscriber);
        return received;
    }

    @Override
    public void close() {
        try {
            for (Publisher publisher : publishers) {
                publisher.shutdown();
                publisher.awaitTermination(10, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        channel.shutdownNow();
    }
}
