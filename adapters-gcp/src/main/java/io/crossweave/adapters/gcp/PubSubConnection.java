package io.crossweave.adapters.gcp;

import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.core.ExecutorProvider;
import com.google.api.gax.core.FixedExecutorProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.GrpcTransportChannel;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.api.gax.rpc.TransportChannelProvider;
import com.google.cloud.pubsub.v1.TopicAdminSettings;
import io.crossweave.adapters.gcp.PubSubIntake.Service;
import io.grpc.ChannelCredentials;
import io.grpc.ConnectivityState;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One connection to the service, with the few threads that all its calls share.
 *
 * <p>gRPC waits longer and longer between attempts to connect, up to two minutes. Here it tries again every two seconds: a site that
 * could be reached again must not stay stale for so long.
 */
final class PubSubConnection implements AutoCloseable {
    /** What the service may send in one response. */
    private static final int INBOUND_BYTES_MAX = 20 << 20;

    /** They run answers and timers, which are short; deliveries have threads of their own. */
    private static final int THREADS = 4;

    private static final long RECONNECT_MS = 2_000;
    private static final long KEEPALIVE_S = 30;
    private static final long KEEPALIVE_TIMEOUT_S = 10;
    private static final long CLOSE_TIMEOUT_S = 2;

    private final Service service;
    private final ScheduledThreadPoolExecutor threads;
    private final ManagedChannel channel;

    PubSubConnection(Service service, String name) {
        this.service = service;
        this.threads = new ScheduledThreadPoolExecutor(
                THREADS,
                Thread.ofPlatform().daemon().name("pubsub-" + name + "-", 0).factory());
        threads.setRemoveOnCancelPolicy(true);
        this.channel = Grpc.newChannelBuilder(target(service), channelCredentials(service))
                .executor(threads)
                .maxInboundMessageSize(INBOUND_BYTES_MAX)
                .keepAliveTime(KEEPALIVE_S, TimeUnit.SECONDS)
                .keepAliveTimeout(KEEPALIVE_TIMEOUT_S, TimeUnit.SECONDS)
                .build();
        reconnectSteadily(ConnectivityState.IDLE);
    }

    TransportChannelProvider channelProvider() {
        return FixedTransportChannelProvider.create(GrpcTransportChannel.create(channel));
    }

    ExecutorProvider executorProvider() {
        return FixedExecutorProvider.create(threads);
    }

    CredentialsProvider credentialsProvider() {
        return switch (service) {
            case Service.Google _ ->
                TopicAdminSettings.defaultCredentialsProviderBuilder().build();
            case Service.Plaintext _ -> NoCredentialsProvider.create();
        };
    }

    /** Runs something short; not at all once the connection is closed. */
    void later(Runnable task, long delayMs) {
        try {
            var _ = threads.schedule(task, delayMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // Closed.
        }
    }

    /** Gives calls under way a moment to end, then ends them. */
    @Override
    public void close() {
        channel.shutdown();
        try {
            if (!channel.awaitTermination(CLOSE_TIMEOUT_S, TimeUnit.SECONDS)) {
                channel.shutdownNow();
                channel.awaitTermination(CLOSE_TIMEOUT_S, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            channel.shutdownNow();
            Thread.currentThread().interrupt();
        }
        // Without what was to run later; answers that are under way still come.
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        threads.shutdown();
    }

    private void reconnectSteadily(ConnectivityState seen) {
        channel.notifyWhenStateChanged(seen, () -> {
            ConnectivityState state = channel.getState(false);
            if (state == ConnectivityState.SHUTDOWN) {
                return;
            }
            if (state == ConnectivityState.TRANSIENT_FAILURE) {
                later(channel::resetConnectBackoff, RECONNECT_MS);
            }
            reconnectSteadily(state);
        });
    }

    private static String target(Service service) {
        return switch (service) {
            case Service.Google(var host) -> host + ":443";
            case Service.Plaintext(var hostAndPort) -> hostAndPort;
        };
    }

    private static ChannelCredentials channelCredentials(Service service) {
        return switch (service) {
            case Service.Google _ -> TlsChannelCredentials.create();
            case Service.Plaintext _ -> InsecureChannelCredentials.create();
        };
    }
}
