package io.crossweave.core.wire;

/**
 * An envelope before it is sealed. The arrays belong to the draft: nobody changes them any more.
 *
 * @param policyHash 16 bytes naming the policy that released the items
 * @param body the compressed body
 */
@SuppressWarnings(
        "ArrayRecordComponent") // moved once from the batcher to the sealer; a copy per envelope would be pure garbage
public record EnvelopeDraft(EnvelopeAddress address, byte[] policyHash, byte[] body) {}
