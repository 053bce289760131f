package io.crossweave.core.resolve;

/** How asking a resolver about a dispute ended. */
public sealed interface AskingEnd {
    /** The dispute is settled, by the answer or before it came, or is another one by now. */
    record Answered() implements AskingEnd {}

    /** This site could not take the answer now: it is asked again, and that is nobody's failure. */
    record NoRoom() implements AskingEnd {}

    /** No answer, or none that can be used; the next time may be better. */
    record Failed(String reason) implements AskingEnd {}

    /** Asking again would bring no other end. */
    record LeftToPeople(String reason) implements AskingEnd {}
}
