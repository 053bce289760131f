package io.crossweave.app.resolve;

/** How often asking a resolver ended in one way since the start. */
public record ResolverCount(String resolver, Outcome outcome, long asked) {
    /** How asking ended. */
    public enum Outcome {
        /** The answer was published. */
        SETTLED,
        /** The resolver said that it does not decide. */
        UNDECIDED,
        /** It failed, took too long or gave an answer that can't be read. */
        FAILED,
        /** The answer came late, or does not fit the context. */
        UNFIT,
        /** The site had no room for the answer. */
        NO_ROOM,
        /** Nobody was asked, because the question can't be put. */
        NOT_ASKED
    }
}
