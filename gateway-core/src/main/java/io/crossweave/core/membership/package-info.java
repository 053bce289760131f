/**
 * Who belongs together, and by which way sites reach each other: a topology is computed from configuration, and {@link
 * io.crossweave.core.membership.Members} is what a site follows now. It opens no link and keeps nothing: {@code runtime.live} carries out
 * what changes, lanes and links ask here.
 */
@NullMarked
package io.crossweave.core.membership;

import org.jspecify.annotations.NullMarked;
