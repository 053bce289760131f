package io.crossweave.app.problem;

/** The kinds of problem, each with its status; {@code docs/problems.md} describes each, under its slug. */
public enum ProblemType {
    MALFORMED_JSON("malformed-json", 400, "The body is not acceptable JSON"),
    MALFORMED_REQUEST("malformed-request", 400, "The request is malformed"),
    MALFORMED_EVENT("malformed-event", 400, "The event is malformed"),
    MALFORMED_PATCH("malformed-patch", 400, "The patch is malformed"),
    UNAUTHENTICATED("unauthenticated", 401, "No valid credentials"),
    FORBIDDEN("forbidden", 403, "Not allowed"),
    POLICY_REFUSED("policy-refused", 403, "The residency policy refuses this"),
    NOT_FOUND("not-found", 404, "There is nothing here"),
    METHOD_NOT_ALLOWED("method-not-allowed", 405, "This can't be done here"),
    NOT_ACCEPTABLE("not-acceptable", 406, "No representation that is acceptable to the client"),
    REQUEST_TIMEOUT("request-timeout", 408, "The request took too long to arrive"),
    POSITION_GONE("position-gone", 410, "The watch can't go on from there"),
    PRECONDITION_FAILED("precondition-failed", 412, "The context has another version"),
    TOO_LARGE("too-large", 413, "The request is too large"),
    UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "This media type is not understood here"),
    WRONG_SITE("wrong-site", 421, "This is done at another site"),
    EVENT_ID_REUSED("event-id-reused", 422, "This event id is known with another body"),
    UNKNOWN_CONTEXT_TYPE("unknown-context-type", 422, "The context type is not configured at this site"),
    INVALID_DOCUMENT("invalid-document", 422, "The document can't be a context's"),
    INVALID_CHANGE("invalid-change", 422, "The change does not fit the context"),
    INVALID_TTL("invalid-ttl", 422, "A context can't live for this long"),
    UNSUPPORTED_FIELD("unsupported-field", 422, "This version can't honour a field"),
    BUSY("busy", 429, "The site has too much to do"),
    INTERNAL("internal-error", 500, "The site failed"),
    UNAVAILABLE("unavailable", 503, "The site can't take this now"),
    VERSION_NOT_REACHED("version-not-reached", 504, "The version has not arrived here in time"),
    TOO_STALE("too-stale", 504, "This site is too far behind");

    private static final String BASE = "https://crossweave.dev/problems/";

    private final String slug;
    private final int status;
    private final String title;

    ProblemType(String slug, int status, String title) {
        this.slug = slug;
        this.status = status;
        this.title = title;
    }

    public String slug() {
        return slug;
    }

    public String uri() {
        return BASE + slug;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }
}
