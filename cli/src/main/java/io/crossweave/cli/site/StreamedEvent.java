package io.crossweave.cli.site;

/**
 * One event of a stream of server-sent events.
 *
 * @param id by which a stream is taken up again after it; empty where it has none
 */
public record StreamedEvent(String event, String id, String data) {}
