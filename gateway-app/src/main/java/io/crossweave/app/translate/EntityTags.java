package io.crossweave.app.translate;

import io.crossweave.app.problem.ProblemException;
import io.crossweave.app.problem.ProblemType;
import io.crossweave.core.causality.VersionToken;
import io.crossweave.core.causality.VersionToken.InvalidTokenException;
import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.gateway.ContextView;
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

    public static String of(ContextKey key, VersionVector version) {
        return '"' + VersionToken.encode(key, version) + '"';
    }

    public static String of(ContextView view) {
        return '"' + token(view) + '"';
    }

    /** What stands in a view's tag. */
    public static String token(ContextView view) {
        String version = VersionToken.encode(view.key(), view.version());
        return view.restatements() == 0 ? version : version + RESTATED + view.restatements();
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

    /** The version that a tag names; empty for one that this context has never had. */
    public static Optional<VersionVector> version(ContextKey key, Tag tag) {
        try {
            return Optional.of(VersionToken.decode(key, version(tag.token())));
        } catch (InvalidTokenException e) {
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
