package io.crossweave.app.translate;

import io.crossweave.app.AppLimits;
import io.crossweave.app.problem.ProblemException;
import io.crossweave.app.problem.ProblemType;
import io.crossweave.core.gateway.Durability;
import java.time.Duration;
import java.util.function.IntSupplier;

/** {@code Crossweave-Durability}: where a change is to be committed before it is answered, and how long that may take. */
public record DurabilityAsked(Durability wanted, Duration timeout) {
    private static final String HEADER = "Crossweave-Durability";
    private static final String TIMEOUT = "Crossweave-Timeout-Ms";
    private static final String SITES = "sites=";

    /**
     * Local where a request says nothing.
     *
     * @param sites how many sites there are, this one included: more can never be reached
     */
    public static DurabilityAsked read(RequestHeaders headers, IntSupplier sites) {
        String text = headers.get(HEADER);
        return new DurabilityAsked(text == null ? Durability.LOCAL : wanted(text.strip(), sites), timeout(headers));
    }

    private static Durability wanted(String text, IntSupplier configured) {
        if (text.startsWith(SITES)) {
            int count = Numbers.within(1, Integer.MAX_VALUE, text.substring(SITES.length()))
                    .orElseThrow(DurabilityAsked::malformed);
            int sites = configured.getAsInt();
            if (count > sites) {
                throw ProblemException.of(
                        ProblemType.MALFORMED_REQUEST,
                        HEADER + " asks for " + count + " sites, and there are " + sites);
            }
            return new Durability.Sites(count);
        }
        return switch (text) {
            case "local" -> Durability.LOCAL;
            case "all" -> new Durability.All();
            default -> throw malformed();
        };
    }

    private static Duration timeout(RequestHeaders headers) {
        String text = headers.get(TIMEOUT);
        if (text == null) {
            return Duration.ofMillis(AppLimits.WAIT_MS_DEFAULT);
        }
        int asked = Numbers.within(0, Integer.MAX_VALUE, text.strip())
                .orElseThrow(() -> ProblemException.of(
                        ProblemType.MALFORMED_REQUEST, TIMEOUT + " is a number of milliseconds from 0"));
        return Duration.ofMillis(Math.min(asked, AppLimits.WAIT_MS_MAX));
    }

    private static ProblemException malformed() {
        return ProblemException.of(ProblemType.MALFORMED_REQUEST, HEADER + " is local, sites=N or all");
    }
}
