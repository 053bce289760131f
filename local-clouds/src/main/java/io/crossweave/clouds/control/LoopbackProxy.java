package io.crossweave.clouds.control;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * A TCP proxy on loopback that stands before a broker, so that its connections can be dropped and cut. It is bound
 * at once (a broker must know the address under which it is advertised) and forwards from {@link #forwardTo} on.
 */
public final class LoopbackProxy implements AutoCloseable {

    /**
     * How the bytes of one connection are passed on. Each direction has its own thread; a direction that returns ends
     * the connection in order, one that throws breaks it.
     */
    public interface Relay {
        void toBroker(InputStream client, OutputStream broker) throws IOException, InterruptedException;

        void toClient(InputStream broker, OutputStream client) throws IOException, InterruptedException;

        /** Looks at nothing. */
        static Relay plain() {
            return new Relay() {
                @Override
                public void toBroker(InputStream client, OutputStream broker) throws IOException {
                    client.transferTo(broker);
                }

                @Override
                public void toClient(InputStream broker, OutputStream client) throws IOException {
                    broker.transferTo(client);
                }
            };
        }
    }

    private static final int BACKLOG = 128;

    private final ServerSocket listener;
    private final Faults faults;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong connections = new AtomicLong();

    private LoopbackProxy(ServerSocket listener, Faults faults) {
        this.listener = listener;
        this.faults = faults;
    }

    /** Listens on the port, 0 for a free one, but accepts nothing yet. */
    public static LoopbackProxy bind(int port, Faults faults) throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        LoopbackProxy proxy = new LoopbackProxy(listener, faults);
        faults.onDropConnections(proxy::dropConnections);
        return proxy;
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Accepted so far. */
    public long connections() {
        return connections.get();
    }

    /** Starts to accept. The supplier gives one relay per connection. */
    public void forwardTo(int brokerPort, Supplier<Relay> relays) {
        Thread.ofVirtual().name("proxy-accept").start(() -> {
            while (!listener.isClosed()) {
                acceptOne(brokerPort, relays);
            }
        });
    }

    public void dropConnections() {
        open.forEach(LoopbackProxy::reset);
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            // A listening socket that can't be closed goes with the process.
        }
        dropConnections();
    }

    private void acceptOne(int brokerPort, Supplier<Relay> relays) {
        Socket client;
        try {
            client = listener.accept();
        } catch (IOException e) {
            return; // Closed, or out of descriptors: the loop looks again.
        }
        if (faults.cut()) {
            reset(client);
            return;
        }
        connections.incrementAndGet();
        try {
            Socket broker = new Socket(InetAddress.getLoopbackAddress(), brokerPort);
            client.setTcpNoDelay(true);
            broker.setTcpNoDelay(true);
            relay(client, broker, relays.get());
        } catch (IOException e) {
            reset(client);
        }
    }

    private void relay(Socket client, Socket broker, Relay relay) {
        open.add(client);
        open.add(broker);
        if (faults.cut()) {
            // A cut that came between the check and the registration has not seen these two.
            dropConnections();
        }
        Thread.ofVirtual()
                .name("proxy-to-broker")
                .start(() ->
                        pass(client, broker, () -> relay.toBroker(client.getInputStream(), broker.getOutputStream())));
        Thread.ofVirtual()
                .name("proxy-to-client")
                .start(() ->
                        pass(client, broker, () -> relay.toClient(broker.getInputStream(), client.getOutputStream())));
    }

    private void pass(Socket client, Socket broker, Direction direction) {
        try {
            direction.run();
            // An orderly end is passed on as such: a reset would take the last answer with it.
            close(client);
            close(broker);
        } catch (IOException e) {
            reset(client);
            reset(broker);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
            open.remove(broker);
        }
    }

    private static void reset(Socket socket) {
        try {
            // Linger 0 sends RST: the other side sees a broken connection, not an orderly end.
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // Closed already.
        }
        close(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Closed already.
        }
    }

    private interface Direction {
        void run() throws IOException, InterruptedException;
    }
}
