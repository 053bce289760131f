package io.crossweave.app.security;

import io.crossweave.app.problem.Problem;
import io.crossweave.app.problem.ProblemException;
import io.crossweave.app.problem.ProblemType;
import jakarta.enterprise.context.RequestScoped;
import jakarta.json.JsonString;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Reads the caller from the request's verified token. */
@RequestScoped
public class CallerOfRequest {
    private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9._~:@-]{1,128}");

    private final JsonWebToken token;

    CallerOfRequest(JsonWebToken token) {
        this.token = token;
    }

    /** Ends the request with 401 where the token names no tenant. */
    public Caller caller() {
        Object tenant = token.getClaim("tenant");
        String name = tenant == null ? "" : text(tenant);
        if (!TENANT.matcher(name).matches()) {
            throw new ProblemException(Problem.of(
                    ProblemType.UNAUTHENTICATED, "the token's claim 'tenant' is missing or names no tenant"));
        }
        return new Caller(
                name,
                token.getSubject(),
                words(token.getClaim("source")),
                Instant.ofEpochSecond(token.getExpirationTime()));
    }

    /** A claim may be one word, words with spaces between, or an array. */
    private static SortedSet<String> words(@Nullable Object claim) {
        var words = new TreeSet<String>();
        if (claim instanceof Iterable<?> many) {
            many.forEach(one -> words.add(text(one)));
        } else if (claim != null) {
            words.addAll(List.of(text(claim).split(" ")));
        }
        words.remove("");
        return words;
    }

    private static String text(Object claim) {
        return claim instanceof JsonString string ? string.getString() : claim.toString();
    }
}
