package io.crossweave.core.gateway;

import io.crossweave.core.event.CausalItem;

/**
 * One item of a context's history at this site.
 *
 * @param sequence its place in the order in which this site applied the context's events, from 1, ascending, perhaps with gaps
 */
public record HistoryItem(long sequence, CausalItem item) {}
