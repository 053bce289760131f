package io.crossweave.app.translate;

import java.util.OptionalInt;

/** Numbers in parameters. */
final class Numbers {
    private Numbers() {}

    /** Empty where the text is no whole number within both, which are included. */
    static OptionalInt within(int least, int greatest, String text) {
        try {
            int number = Integer.parseInt(text);
            return number >= least && number <= greatest ? OptionalInt.of(number) : OptionalInt.empty();
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }
}
