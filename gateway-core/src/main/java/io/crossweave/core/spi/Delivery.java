package io.crossweave.core.spi;

import io.crossweave.core.wire.Frame;

/**
 * One received frame and its acknowledgement.
 *
 * @param acknowledge tells the broker that the frame need not come again; called at most once, from any thread, only after what it
 *     carried is committed or recorded as missing (L13). Never blocks
 */
public record Delivery(Frame frame, Runnable acknowledge) {}
