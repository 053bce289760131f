package io.crossweave.it.sites;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way of one site to one cloud that can be cut without touching anybody else's: connections through it are closed, and new ones too. */
final class Door implements AutoCloseable {
    private final ServerSocket entrance;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    private Door(ServerSocket entrance, int target) {
        this.entrance = entrance;
        this.target = target;
    }

    /** Opens a door to a port of this machine. */
    static Door to(int target) {
        try {
            var door = new Door(new ServerSocket(0, 64, InetAddress.getLoopbackAddress()), target);
            Thread.ofVirtual().name("door-" + target).start(door::accept);
            return door;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return entrance.getLocalPort();
    }

    void cut() {
        cut = true;
        open.forEach(Door::shut);
    }

    void heal() {
        cut = false;
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                join(entrance.accept());
            } catch (IOException e) {
                // Closed, or a connection that could not be made: its client tries again.
            }
        }
    }

    private void join(Socket client) throws IOException {
        open.add(client);
        if (cut) {
            shut(client);
            return;
        }
        try {
            var cloud = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(cloud);
            cloud.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            carry(client, cloud);
            carry(cloud, client);
        } catch (IOException e) {
            shut(client);
            throw e;
        }
    }

    private void carry(Socket from, Socket to) {
        Thread.ofVirtual().start(() -> {
            try {
                from.getInputStream().transferTo(to.getOutputStream());
            } catch (IOException e) {
                // Closed by either side.
            } finally {
                shut(from);
                shut(to);
                open.remove(from);
                open.remove(to);
            }
        });
    }

    private static void shut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        cut();
        try {
            entrance.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
