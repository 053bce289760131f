package io.crossweave.core.wire;

/**
 * Bytes that are not of the layout they should be. The message says what, which and the limit, and never repeats the bytes: they may be
 * payload. Without a stack trace, so that refusing what a stranger sends stays cheap.
 */
public final class WireFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    public WireFormatException(String reason) {
        super(reason, null, false, false);
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
