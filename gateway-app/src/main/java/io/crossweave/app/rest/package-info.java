/**
 * The calls of the HTTP API, each in a small resource: it reads headers, parameters and the body, lets {@code translate} make core types of
 * them, asks the gateway, and writes the answer. All calls run on virtual threads: bodies and the store are read where they are needed, and
 * a slow one holds up no event loop. (The event loop publishes faster; what is saved there is less than an fsync costs.)
 *
 * <p>All resources have the path {@code /v1}: with paths that begin alike the framework would answer 404 for a method that is not allowed.
 */
@NullMarked
package io.crossweave.app.rest;

import org.jspecify.annotations.NullMarked;
