/**
 * The bodies of CONTROL envelopes: what one site tells another about their link. Apart from {@code wire}, because these layouts know the
 * records of {@code link}, which itself knows nothing of bytes.
 */
@NullMarked
package io.crossweave.core.wire.control;

import org.jspecify.annotations.NullMarked;
