package io.crossweave.clouds.pubsub;

import com.google.protobuf.Empty;
import com.google.pubsub.v1.AcknowledgeRequest;
import com.google.pubsub.v1.GetSubscriptionRequest;
import com.google.pubsub.v1.ModifyAckDeadlineRequest;
import com.google.pubsub.v1.PullRequest;
import com.google.pubsub.v1.PullResponse;
import com.google.pubsub.v1.StreamingPullRequest;
import com.google.pubsub.v1.StreamingPullResponse;
import com.google.pubsub.v1.SubscriberGrpc.SubscriberImplBase;
import com.google.pubsub.v1.Subscription;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.ScheduledExecutorService;

/** The side of the service that hands messages out. */
final class SubscriberService extends SubscriberImplBase {

    static final int ACK_DEADLINE_SECONDS_MIN = 10;
    static final int ACK_DEADLINE_SECONDS_MAX = 600;

    private final PubSubStore store;
    private final ScheduledExecutorService timer;

    SubscriberService(PubSubStore store, ScheduledExecutorService timer) {
        this.store = store;
        this.timer = timer;
    }

    @Override
    public void createSubscription(Subscription request, StreamObserver<Subscription> caller) {
        Answers.answer(caller, () -> {
            refuseWhatIsNotThere(request);
            int deadline = request.getAckDeadlineSeconds() == 0
                    ? ACK_DEADLINE_SECONDS_MIN
                    : deadlineSeconds(request.getAckDeadlineSeconds());
            Subscription created =
                    request.toBuilder().setAckDeadlineSeconds(deadline).build();
            store.createSubscription(created);
            return created;
        });
    }

    @Override
    public void getSubscription(GetSubscriptionRequest request, StreamObserver<Subscription> caller) {
        Answers.answer(
                caller, () -> store.subscription(request.getSubscription()).description());
    }

    @Override
    public void acknowledge(AcknowledgeRequest request, StreamObserver<Empty> caller) {
        Answers.answer(caller, () -> {
            store.subscription(request.getSubscription()).acknowledge(request.getAckIdsList());
            return Empty.getDefaultInstance();
        });
    }

    @Override
    public void modifyAckDeadline(ModifyAckDeadlineRequest request, StreamObserver<Empty> caller) {
        Answers.answer(caller, () -> {
            int seconds = request.getAckDeadlineSeconds();
            if (seconds < 0 || seconds > ACK_DEADLINE_SECONDS_MAX) {
                throw wrongDeadline(seconds, 0);
            }
            store.subscription(request.getSubscription()).modifyDeadline(request.getAckIdsList(), seconds);
            return Empty.getDefaultInstance();
        });
    }

    @Override
    public void pull(PullRequest request, StreamObserver<PullResponse> caller) {
        try {
            SubscriptionQueue queue = store.subscription(request.getSubscription());
            if (request.getMaxMessages() < 1) {
                throw Status.INVALID_ARGUMENT
                        .withDescription("max_messages must be positive, not " + request.getMaxMessages())
                        .asException();
            }
            PullOnce.start(queue, request, (ServerCallStreamObserver<PullResponse>) caller, timer);
        } catch (StatusException e) {
            caller.onError(e);
        }
    }

    @Override
    public StreamObserver<StreamingPullRequest> streamingPull(StreamObserver<StreamingPullResponse> caller) {
        return new PullStream(store, (ServerCallStreamObserver<StreamingPullResponse>) caller);
    }

    static int deadlineSeconds(int seconds) throws StatusException {
        if (seconds < ACK_DEADLINE_SECONDS_MIN || seconds > ACK_DEADLINE_SECONDS_MAX) {
            throw wrongDeadline(seconds, ACK_DEADLINE_SECONDS_MIN);
        }
        return seconds;
    }

    private static StatusException wrongDeadline(int seconds, int min) {
        return Status.INVALID_ARGUMENT
                .withDescription("Invalid ack deadline given (ack_deadline_secs=" + seconds + "), allowed is " + min
                        + " to " + ACK_DEADLINE_SECONDS_MAX)
                .asException();
    }

    /** Better no subscription than one that quietly does something else than was asked. */
    private static void refuseWhatIsNotThere(Subscription request) throws StatusException {
        if (request.hasPushConfig()
                || request.hasBigqueryConfig()
                || request.hasCloudStorageConfig()
                || request.hasDeadLetterPolicy()
                || request.hasRetryPolicy()
                || !request.getFilter().isEmpty()
                || request.getEnableExactlyOnceDelivery()
                || request.getMessageTransformsCount() > 0) {
            throw Status.UNIMPLEMENTED
                    .withDescription("this local cloud has no push, export, dead letters, retry policy, filter,"
                            + " exactly-once delivery or transforms (subscription " + request.getName() + ")")
                    .asException();
        }
    }
}
