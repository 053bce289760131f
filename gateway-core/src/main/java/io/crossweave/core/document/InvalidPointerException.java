package io.crossweave.core.document;

/** A text that is no JSON Pointer, or no path pattern. The text is not in the message: member names may be payload. */
public final class InvalidPointerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int position;
    private final String reason;

    InvalidPointerException(String reason, int position) {
        super(reason + " (at character " + position + ")");
        this.reason = reason;
        this.position = position;
    }

    /** The index of the offending character in the text, from 0. */
    public int position() {
        return position;
    }

    /** The message without the place. */
    public String reason() {
        return reason;
    }
}
