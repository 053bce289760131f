package io.crossweave.core.stored;

import io.crossweave.core.event.CausalItem;

/** An item that has arrived and can't be applied yet (L13). */
public record InboxItem(CausalItem item, long arrivedMs) {}
