package io.crossweave.core.document;

/** A text that is no JSON value that can be held. No part of the text is in the message: it may be logged and answered. */
public final class InvalidJsonException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What is wrong, as far as an answer to the sender depends on it. */
    public enum Kind {
        /** Not in the grammar of RFC 8259. */
        MALFORMED,
        /** Invalid UTF-8, or an escape that stands for a lone surrogate. */
        NOT_UNICODE,
        /** More containers open at once than {@link JsonLimits#depthMax}. */
        TOO_DEEP,
        /** An object names a member twice. */
        DUPLICATE_KEY,
        /** More bytes than {@link JsonLimits#bytesMax}. */
        TOO_LARGE,
        /** A number or a member name beyond what can be held. */
        OUT_OF_BOUNDS
    }

    private final Kind kind;
    private final String reason;
    private final int line;
    private final int column;

    InvalidJsonException(Kind kind, String reason, int line, int column) {
        super(reason + " (line " + line + ", column " + column + ")");
        this.kind = kind;
        this.reason = reason;
        this.line = line;
        this.column = column;
    }

    public Kind kind() {
        return kind;
    }

    /** The message without the place. */
    public String reason() {
        return reason;
    }

    /** From 1. */
    public int line() {
        return line;
    }

    /** From 1, in UTF-16 units. */
    public int column() {
        return column;
    }
}
