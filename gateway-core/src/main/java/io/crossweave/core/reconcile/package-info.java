/**
 * Finds out where two sites differ in what they hold of one site's entries, without telling each other all of it (L14): set hashes that
 * are kept entry by entry, and their comparison by areas of the space of contexts. It knows neither stores nor policies nor links: {@code
 * repair} says what is held, sends the messages, and mends what differs.
 */
@NullMarked
package io.crossweave.core.reconcile;

import org.jspecify.annotations.NullMarked;
