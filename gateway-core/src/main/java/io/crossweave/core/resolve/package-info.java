/**
 * Which resolver is asked about which open conflicts, by whom and how often (L5). Pure: who has the conflicts listed, calls the resolver
 * and publishes its answer is the runtime around it, in {@code gateway-app}. An answer goes the way of every change, by {@code publish}.
 */
@NullMarked
package io.crossweave.core.resolve;

import org.jspecify.annotations.NullMarked;
