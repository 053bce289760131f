/**
 * What tests of lanes, links and live sites script: policies that answer as told, changes, one site's context lane by hand, and sealing
 * without ciphers.
 */
@NullMarked
package io.crossweave.core.scripted;

import org.jspecify.annotations.NullMarked;
