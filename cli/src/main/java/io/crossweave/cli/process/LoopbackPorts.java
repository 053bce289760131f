package io.crossweave.cli.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/**
 * Free ports of the loopback address. They are drawn from below the range that systems give to outgoing connections: a child that comes
 * back finds its port free, and no client that waits for it connects to itself.
 */
public final class LoopbackPorts {
    private static final int FIRST = 20_000;
    private static final int END = 32_000;
    private static final int DRAWS_MAX = 1_000;

    private final Random draws = new Random();
    private final Set<Integer> taken = new HashSet<>();

    /** Whether nothing listens on the port. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** Never given out again by this object, and free now. */
    public int draw() throws IOException {
        for (int attempt = 0; attempt < DRAWS_MAX; attempt++) {
            int port = draws.nextInt(FIRST, END);
            if (taken.add(port) && isFree(port)) {
                return port;
            }
        }
        throw new IOException("no free port found from " + FIRST + " to " + (END - 1));
    }

    /** Keeps ports from being drawn that somebody else will use. */
    public void reserve(int port) {
        taken.add(port);
    }
}
