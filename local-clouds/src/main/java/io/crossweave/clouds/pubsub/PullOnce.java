package io.crossweave.clouds.pubsub;

import com.google.pubsub.v1.PullRequest;
import com.google.pubsub.v1.PullResponse;
import com.google.pubsub.v1.ReceivedMessage;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One unary pull: answered with the first messages that there are, or with none after a while. */
final class PullOnce implements Consumer {

    /** The service waits "a bounded time" for the first message; clients allow a minute. */
    private static final long WAIT_MS = 10_000;

    private final SubscriptionQueue queue;
    private final ServerCallStreamObserver<PullResponse> caller;
    private int room;
    private boolean answered;

    private PullOnce(SubscriptionQueue queue, ServerCallStreamObserver<PullResponse> caller, int room) {
        this.queue = queue;
        this.caller = caller;
        this.room = room;
    }

    static void start(
            SubscriptionQueue queue,
            PullRequest request,
            ServerCallStreamObserver<PullResponse> caller,
            ScheduledExecutorService timer) {
        PullOnce pull = new PullOnce(queue, caller, request.getMaxMessages());
        Future<?> timeout = timer.schedule(pull::giveUp, WAIT_MS, TimeUnit.MILLISECONDS);
        caller.setOnCancelHandler(() -> {
            timeout.cancel(false);
            queue.detach(pull);
        });
        queue.attach(pull);
    }

    @Override
    public boolean hasRoom() {
        return !answered && room > 0 && !caller.isCancelled();
    }

    @Override
    public void took(int bytes) {
        room--;
    }

    @Override
    public void released(int bytes) {
        // The answer is one: what is settled makes no room for more.
    }

    @Override
    public void send(List<ReceivedMessage> messages) {
        answered = true;
        queue.detach(this);
        caller.onNext(PullResponse.newBuilder().addAllReceivedMessages(messages).build());
        caller.onCompleted();
    }

    @Override
    public long leaseNanos() {
        return TimeUnit.SECONDS.toNanos(queue.description().getAckDeadlineSeconds());
    }

    private void giveUp() {
        synchronized (queue) {
            if (!answered) {
                send(List.of());
            }
        }
    }
}
