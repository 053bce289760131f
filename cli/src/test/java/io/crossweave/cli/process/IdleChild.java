package io.crossweave.cli.process;

import java.io.IOException;
import java.io.OutputStream;

/** A child that waits for the end of its standard input, or ends at once with the code that it is given. */
public final class IdleChild {
    private IdleChild() {}

    public static void main(String[] arguments) throws IOException {
        System.out.println("idle with " + String.join(" ", arguments));
        if (arguments.length > 0) {
            System.exit(Integer.parseInt(arguments[0]));
        }
        System.in.transferTo(OutputStream.nullOutputStream());
    }
}
