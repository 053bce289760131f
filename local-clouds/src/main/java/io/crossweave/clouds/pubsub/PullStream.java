package io.crossweave.clouds.pubsub;

import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.StreamingPullRequest;
import com.google.pubsub.v1.StreamingPullResponse;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One streaming pull. Its first request names the subscription and the flow control, later ones settle messages. */
final class PullStream implements StreamObserver<StreamingPullRequest>, Consumer {

    private final PubSubStore store;
    private final ServerCallStreamObserver<StreamingPullResponse> caller;
    private @Nullable SubscriptionQueue queue;
    private StreamingPullRequest opening = StreamingPullRequest.getDefaultInstance();
    private volatile int ackDeadlineSeconds;
    private long heldMessages;
    private long heldBytes;

    PullStream(PubSubStore store, ServerCallStreamObserver<StreamingPullResponse> caller) {
        this.store = store;
        this.caller = caller;
        caller.setOnReadyHandler(this::dispatch);
        caller.setOnCancelHandler(this::detach);
    }

    @Override
    public void onNext(StreamingPullRequest request) {
        try {
            if (queue == null) {
                open(request);
            } else {
                settle(queue, request);
            }
        } catch (StatusException e) {
            detach();
            caller.onError(e);
        }
    }

    @Override
    public void onError(Throwable cause) {
        detach();
    }

    /** The client has said all: as the service does, the stream ends. */
    @Override
    public void onCompleted() {
        // Nothing is sent any more after this, so that the end can't cross a delivery.
        detach();
        caller.onCompleted();
    }

    @Override
    public boolean hasRoom() {
        return caller.isReady()
                && !caller.isCancelled()
                && (opening.getMaxOutstandingMessages() <= 0 || heldMessages < opening.getMaxOutstandingMessages())
                && (opening.getMaxOutstandingBytes() <= 0 || heldBytes < opening.getMaxOutstandingBytes());
    }

    @Override
    public void took(int bytes) {
        heldMessages++;
        heldBytes += bytes;
    }

    @Override
    public void released(int bytes) {
        heldMessages--;
        heldBytes -= bytes;
    }

    @Override
    public void send(List<ReceivedMessage> messages) {
        caller.onNext(response().addAllReceivedMessages(messages).build());
    }

    @Override
    public long leaseNanos() {
        return TimeUnit.SECONDS.toNanos(ackDeadlineSeconds);
    }

    private void open(StreamingPullRequest request) throws StatusException {
        SubscriptionQueue opened = store.subscription(request.getSubscription());
        ackDeadlineSeconds = SubscriberService.deadlineSeconds(request.getStreamAckDeadlineSeconds());
        opening = request;
        queue = opened;
        opened.attach(this);
    }

    private void settle(SubscriptionQueue open, StreamingPullRequest request) throws StatusException {
        if (request.getModifyDeadlineAckIdsCount() != request.getModifyDeadlineSecondsCount()) {
            throw Status.INVALID_ARGUMENT
                    .withDescription("modify_deadline_ack_ids and modify_deadline_seconds differ in number")
                    .asException();
        }
        if (request.getStreamAckDeadlineSeconds() != 0) {
            ackDeadlineSeconds = SubscriberService.deadlineSeconds(request.getStreamAckDeadlineSeconds());
        }
        open.acknowledge(request.getAckIdsList());
        for (int i = 0; i < request.getModifyDeadlineAckIdsCount(); i++) {
            open.modifyDeadline(List.of(request.getModifyDeadlineAckIds(i)), request.getModifyDeadlineSeconds(i));
        }
        if (opening.getProtocolVersion() >= 1 && request.getAckIdsCount() == 0) {
            // The client's keep-alive: without an answer within 15 s it takes the stream for dead.
            synchronized (open) {
                caller.onNext(response().build());
            }
        }
    }

    /** Each response says whether there is an order: the client runs one callback per key at a time then. */
    private StreamingPullResponse.Builder response() {
        SubscriptionQueue open = queue;
        boolean ordered = open != null && open.description().getEnableMessageOrdering();
        return StreamingPullResponse.newBuilder()
                .setSubscriptionProperties(StreamingPullResponse.SubscriptionProperties.newBuilder()
                        .setMessageOrderingEnabled(ordered));
    }

    private void dispatch() {
        SubscriptionQueue open = queue;
        if (open != null) {
            open.dispatch();
        }
    }

    private void detach() {
        SubscriptionQueue open = queue;
        if (open != null) {
            open.detach(this);
        }
    }
}
