/**
 * Calls to sites over HTTP, with a bearer token: {@link io.crossweave.cli.site.SiteClient} for one call and its answer, {@link
 * io.crossweave.cli.site.Watch} for a stream of changes. What an answer means is decided by the command that asked.
 */
@NullMarked
package io.crossweave.cli.site;

import org.jspecify.annotations.NullMarked;
