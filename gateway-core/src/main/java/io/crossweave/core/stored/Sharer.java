package io.crossweave.core.stored;

/**
 * A region that shares a context.
 *
 * @param sinceCounter the own number of this site's last dot in the context when the region was added: dots up to it are the business of the log record that
 *     added it, later ones go to it as they are logged
 */
public record Sharer(String region, long sinceCounter) {}
