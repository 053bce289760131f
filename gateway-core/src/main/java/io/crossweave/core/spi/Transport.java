package io.crossweave.core.spi;

import io.crossweave.core.wire.Frame;
import java.util.function.Consumer;

/**
 * One intake: the topic, event hub or queue in its owner's cloud that carries frames to one destination. Peers send into it, its owner
 * subscribes. A transport may reorder, duplicate, delay and lose frames; correctness never rests on its order (L12).
 *
 * <p>Leaves only translate. Retries, circuit breakers, bulkheads and metrics are decorators of the caller.
 */
public interface Transport extends AutoCloseable {
    /**
     * What the service allows right now. May ask the service, and wait some seconds for it. While that can't be reached it is what every
     * such service allows, and no exception: sends then end with Unknown.
     */
    TransportCapabilities capabilities();

    /**
     * Sends one frame under an ordering key (ASCII, at most 128 characters). {@code done} is called exactly once, from any thread, and
     * must not block. A frame that is too large for the final request with all overhead is Refused without being sent.
     */
    void send(Frame frame, String orderingKey, Consumer<SendOutcome> done);

    /** Starts delivering everything that was sent to this intake and not yet acknowledged, also before this call. At most once. */
    void subscribe(DeliverySink sink);

    /** Stops sending and delivering; sends under way end with an outcome. */
    @Override
    void close();
}
