package io.crossweave.clouds.pubsub;

import com.google.pubsub.v1.GetTopicRequest;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PublishResponse;
import com.google.pubsub.v1.PublisherGrpc.PublisherImplBase;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.Topic;
import io.crossweave.clouds.control.Counters;
import io.crossweave.clouds.control.Faults;
import io.crossweave.clouds.pubsub.PublishLimits.TooLarge;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Instant;

/** The side of the service that takes messages. */
final class PublisherService extends PublisherImplBase {

    private final PubSubStore store;
    private final Faults faults;
    private final Counters counters;

    PublisherService(PubSubStore store, Faults faults, Counters counters) {
        this.store = store;
        this.faults = faults;
        this.counters = counters;
    }

    @Override
    public void createTopic(Topic request, StreamObserver<Topic> caller) {
        Answers.answer(caller, () -> {
            store.createTopic(request);
            return request;
        });
    }

    @Override
    public void getTopic(GetTopicRequest request, StreamObserver<Topic> caller) {
        Answers.answer(caller, () -> {
            PubSubTopic topic = store.topic(request.getTopic());
            return Topic.newBuilder().setName(topic.name().full()).build();
        });
    }

    @Override
    public void publish(PublishRequest request, StreamObserver<PublishResponse> caller) {
        Answers.answer(caller, () -> publish(request));
    }

    private PublishResponse publish(PublishRequest request) throws IOException, StatusException {
        PubSubTopic topic = store.topic(request.getTopic());
        String name = topic.name().id();
        try {
            PublishLimits.check(request);
        } catch (TooLarge e) {
            counters.refusedAsTooLarge(name);
            throw Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asException();
        }
        if (faults.takeThrottledSend()) {
            throw Status.RESOURCE_EXHAUSTED
                    .withDescription("Quota exceeded for quota metric 'Regional publisher throughput, kB'.")
                    .asException();
        }
        if (!topic.hasRoomFor(request.getSerializedSize())) {
            throw Status.RESOURCE_EXHAUSTED
                    .withDescription("topic " + name + " is full: at most " + MessageLog.LOG_BYTES_MAX
                            + " bytes stored, and " + Backlog.UNSETTLED_MESSAGES_MAX
                            + " unacknowledged messages per subscription")
                    .asException();
        }
        PublishResponse.Builder ids = PublishResponse.newBuilder();
        for (PubsubMessage message : topic.publish(request.getMessagesList(), Instant.now())) {
            counters.accepted(name, message.getSerializedSize());
            ids.addMessageIds(message.getMessageId());
        }
        if (faults.takeLostAck()) {
            throw Status.UNAVAILABLE
                    .withDescription("The service was unable to fulfill your request. Please try again.")
                    .asException();
        }
        return ids.build();
    }
}
