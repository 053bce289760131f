/**
 * The front of the core: what an API layer may ask of a running site. {@code runtime.live} implements it; REST and gRPC only translate.
 */
@NullMarked
package io.crossweave.core.gateway;

import org.jspecify.annotations.NullMarked;
