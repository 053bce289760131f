package io.crossweave.app.rest;

import io.crossweave.app.AppLimits;
import io.crossweave.app.problem.Problem;
import io.crossweave.app.problem.ProblemException;
import io.crossweave.app.problem.ProblemType;
import io.crossweave.core.limits.Limits;
import java.io.IOException;
import java.io.InputStream;

/** Reads bodies up to the limit. */
final class BoundedBody {
    private static final int DISCARDED_AT_ONCE_BYTES = 64 << 10;

    private BoundedBody() {}

    static byte[] read(InputStream body) {
        try {
            byte[] bytes = body.readNBytes(Limits.DOCUMENT_BYTES_MAX + 1);
            if (bytes.length > Limits.DOCUMENT_BYTES_MAX) {
                discard(body);
                throw new ProblemException(tooLarge());
            }
            return bytes;
        } catch (IOException e) {
            // The client has gone, or stalls: nobody reads the answer, but it is no failure of the site's either.
            throw ProblemException.of(ProblemType.REQUEST_TIMEOUT, "the body did not arrive whole");
        }
    }

    /** Simple clients listen only after they have sent everything. */
    private static void discard(InputStream body) throws IOException {
        byte[] discarded = new byte[DISCARDED_AT_ONCE_BYTES];
        long total = 0;
        for (int read = 0; read >= 0 && total < AppLimits.DISCARDED_BYTES_MAX; read = body.read(discarded)) {
            total += read;
        }
    }

    static Problem tooLarge() {
        return Problem.of(ProblemType.TOO_LARGE, "a body has at most " + Limits.DOCUMENT_BYTES_MAX + " bytes")
                .withLimit(Limits.DOCUMENT_BYTES_MAX);
    }
}
