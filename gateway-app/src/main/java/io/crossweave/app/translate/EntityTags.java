package io.crossweave.app.translate;

import io.crossweave.app.problem.ProblemException;
import io.crossweave.app.problem.ProblemType;
import io.crossweave.core.causality.VersionToken;
import io.crossweave.core.causality.VersionToken.InvalidTokenException;
import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.gateway.Precondition;
import io.crossweave.core.model.ContextKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Entity tags (RFC 9110, 8.8.3): a version token between quotation marks. Where peers' policies have changed what this site may hold of
 * the context, how often they did follows behind a dot: the same version shows something else then (L11).
 */
public final class EntityTags {
    /** One element of a list of tags, with what separates it from the next. */
    private static final Pattern ELEMENT = Pattern.compile("\\s*(W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\"\\s*(,|$)");

    private static final char RESTATED = '.';

    private EntityTags() {}

    /** One tag of a list. */
    public record Tag(String token, boolean isWeak) {}

    public static String of(ContextKey key, VersionVector version, long restatements) {
        return '"' + token(key, version, restatements) + '"';
    }

    public static String of(ContextView view) {
        return '"' + token(view) + '"';
    }

    /** What stands in a view's tag. */
    public static String token(ContextView view) {
        return token(view.key(), view.version(), view.restatements());
    }

    private static String token(ContextKey key, VersionVector version, long restatements) {
        String token = VersionToken.encode(key, version);
        return restatements == 0 ? token : token + RESTATED + restatements;
    }

    private static String version(String token) {
        int end = token.indexOf(RESTATED);
        return end < 0 ? token : token.substring(0, end);
    }

    /** The tags of {@code If-Match} or {@code If-None-Match}, which is not {@code *}. */
    public static List<Tag> list(String headerName, String header) {
        var tags = new ArrayList<Tag>();
        Matcher matcher = ELEMENT.matcher(header);
        int at = 0;
        while (at < header.length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                throw ProblemException.of(
                        ProblemType.MALFORMED_REQUEST,
                        headerName + " is * or a list of entity tags, each between quotation marks");
            }
            tags.add(new Tag(matcher.group(2), matcher.group(1) != null));
            at = matcher.end();
        }
        return tags;
    }

    /**
     * What a tag names: a version, and which view of it where it says so, since a bare token may stand for a tag. Empty for one that this
     * context has never had.
     */
    public static Optional<Precondition.Matches> named(ContextKey key, Tag tag) {
        String token = tag.token();
        int end = token.indexOf(RESTATED);
        try {
            VersionVector version = VersionToken.decode(key, version(token));
            return Optional.of(
                    end < 0
                            ? new Precondition.Matches(version)
                            : new Precondition.Matches(version, Long.parseUnsignedLong(token.substring(end + 1))));
        } catch (InvalidTokenException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** A token as {@code at-least} and {@code Last-Event-ID} carry it: bare, or as the entity tag. */
    public static VersionVector required(ContextKey key, String where, String text) {
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        try {
            return VersionToken.decode(key, version(quoted ? text.substring(1, text.length() - 1) : text));
        } catch (InvalidTokenException e) {
            throw ProblemException.of(ProblemType.MALFORMED_REQUEST, where + ": " + e.getMessage());
        }
    }
}
