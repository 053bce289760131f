package io.crossweave.clouds.eventhubs;

/** What an attached link is for. All methods run under the lock of the connection's engine. */
sealed interface LinkRole permits PublishLink, RequestLink, ReplyLink, DeliveryLink {
    /** Takes what the peer has sent on the link. */
    default void receive() {}

    /** Hands out what the link may carry now; {@code true} when it stopped only because its turn was over. */
    default boolean deliver() {
        return false;
    }

    /** The link, its session or its connection has gone. */
    default void gone() {}
}
