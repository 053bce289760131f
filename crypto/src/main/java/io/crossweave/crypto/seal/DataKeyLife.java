package io.crossweave.crypto.seal;

/**
 * How long a data key is used. Whichever bound comes first ends it; at 80 % of any the next one is made, so that the destination has it
 * before it is needed.
 *
 * @param ageMsMax milliseconds since it was made
 * @param envelopesMax envelopes sealed
 * @param bytesMax plain bytes sealed
 */
public record DataKeyLife(long ageMsMax, long envelopesMax, long bytesMax) {
    /** One hour, 2^32 envelopes, 64 GiB. */
    public static final DataKeyLife STANDARD = new DataKeyLife(3_600_000, 1L << 32, 64L << 30);

    private static final int RENEWAL_PERCENT = 80;

    public DataKeyLife {
        if (ageMsMax < 1 || envelopesMax < 1 || bytesMax < 1) {
            throw new IllegalArgumentException("bounds of a data key's life must be positive, not " + ageMsMax + " ms, "
                    + envelopesMax + " envelopes, " + bytesMax + " bytes");
        }
    }

    /** Whether a key with this use behind it may still seal. */
    boolean allows(long ageMs, long envelopes, long bytes) {
        return ageMs < ageMsMax && envelopes <= envelopesMax && bytes <= bytesMax;
    }

    /** Whether the next key is due. */
    boolean wantsNext(long ageMs, long envelopes, long bytes) {
        return ageMs >= renewal(ageMsMax) || envelopes >= renewal(envelopesMax) || bytes >= renewal(bytesMax);
    }

    private static long renewal(long max) {
        return max / 100 * RENEWAL_PERCENT + max % 100 * RENEWAL_PERCENT / 100;
    }
}
