package io.crossweave.clouds.pubsub;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.StreamObserver;
import java.io.IOException;

/** Answers a unary call with what it returns, or with the status that it throws. */
final class Answers {

    private Answers() {}

    @FunctionalInterface
    interface Call<T> {
        T run() throws IOException, StatusException;
    }

    static <T> void answer(StreamObserver<T> caller, Call<T> call) {
        T answer;
        try {
            answer = call.run();
        } catch (StatusException e) {
            caller.onError(e);
            return;
        } catch (IOException e) {
            caller.onError(
                    Status.INTERNAL.withDescription(e.toString()).withCause(e).asException());
            return;
        }
        caller.onNext(answer);
        caller.onCompleted();
    }
}
