package io.crossweave.core.stored;

/**
 * The policy that a site follows, so that a start notices when it is another one.
 *
 * @param projectionEpoch its number, from 1; each other policy gets a greater one (L11)
 * @param hash what {@code ReleasePolicy.policyHash} says of it
 */
@SuppressWarnings("ArrayRecordComponent") // made for one comparison and handed over
public record PolicyMark(long projectionEpoch, byte[] hash) {}
