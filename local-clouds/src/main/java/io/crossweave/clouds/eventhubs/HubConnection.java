package io.crossweave.clouds.eventhubs;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import jdk.net.ExtendedSocketOptions;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.engine.Collector;
import org.apache.qpid.proton.engine.Connection;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Event;
import org.apache.qpid.proton.engine.Sasl;
import org.apache.qpid.proton.engine.Transport;
import org.apache.qpid.proton.engine.TransportException;

/**
 * One client's connection: a reader thread that feeds the engine and a writer thread that empties it, both virtual, with
 * the engine between them under a lock that is never held while a socket blocks.
 */
final class HubConnection implements LinkDesk.Line {
    private static final List<String> MECHANISMS = List.of("ANONYMOUS", "MSSBCBS");

    private final SocketChannel socket;
    private final ReentrantLock lock = new ReentrantLock();
    private final Semaphore work = new Semaphore(0);
    private final Transport transport = Proton.transport();
    private final Connection connection = Proton.connection();
    private final Collector collector = Proton.collector();
    private final Sasl sasl;
    private final LinkDesk links;
    private final long acceptedAtNs = System.nanoTime();
    private volatile boolean severed;
    private boolean inputEnded; // under the lock

    HubConnection(SocketChannel socket, Namespace namespace) throws IOException {
        this.socket = socket;
        this.links = new LinkDesk(namespace, this);
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        transport.setMaxFrameSize(HubLimits.FRAME_BYTES_MAX); // before SASL, which already starts the engine
        sasl = transport.sasl();
        sasl.server();
        sasl.setMechanisms(MECHANISMS.toArray(String[]::new));
        connection.collect(collector);
        connection.setContainer("crossweave-local-eventhubs");
        transport.bind(connection);
    }

    /** Returns when the connection has ended. */
    void serve() {
        Thread writer = Thread.ofVirtual().name("hub-writer").start(this::write);
        try {
            read();
            writer.join();
        } catch (IOException e) {
            sever(); // The peer has gone without a word; there is nobody to tell.
        } catch (InterruptedException e) {
            sever();
            Thread.currentThread().interrupt();
        } finally {
            lock.lock();
            try {
                links.gone();
            } finally {
                lock.unlock();
            }
            sever();
        }
    }

    @Override
    public void wake() {
        // One permit is enough for any number of reasons: the writer looks at everything when it runs.
        if (work.availablePermits() == 0) {
            work.release();
        }
    }

    @Override
    public void sever() {
        severed = true;
        try {
            socket.close();
        } catch (IOException e) {
            // A socket that can't be closed is closed by the peer or with the process.
        }
        wake();
    }

    private void read() throws IOException {
        ByteBuffer in = ByteBuffer.allocateDirect(HubLimits.SOCKET_BUFFER_BYTES);
        boolean open = true;
        while (open && socket.read(in.clear()) >= 0) {
            quickAck();
            in.flip();
            lock.lock();
            try {
                open = feed(in);
            } finally {
                lock.unlock();
            }
            wake();
        }
        lock.lock();
        try {
            inputEnded = true;
            transport.close_tail();
            react();
        } finally {
            lock.unlock();
        }
        wake();
    }

    /**
     * Clients send their small control frames with Nagle's algorithm on; were our acknowledgement delayed, each would
     * wait for it. The option holds only until the kernel changes its mind, so it is set after each read.
     */
    private void quickAck() throws IOException {
        if (socket.supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK)) {
            socket.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
        }
    }

    private boolean feed(ByteBuffer in) {
        while (in.hasRemaining()) {
            int capacity = transport.capacity();
            if (capacity <= 0 || severed) {
                return false;
            }
            ByteBuffer slice = in.slice(in.position(), Math.min(capacity, in.remaining()));
            in.position(in.position() + slice.remaining());
            transport.tail().put(slice);
            try {
                transport.process();
            } catch (TransportException notAmqp) {
                // The engine has written its close frame with the reason; the writer sends it and ends.
                react();
                return false;
            }
            react();
        }
        return true;
    }

    private void react() {
        authenticate();
        for (Event event = collector.peek(); event != null; event = collector.peek()) {
            try {
                links.react(event);
            } catch (RuntimeException bug) {
                System.err.println("eventhubs: " + event + ": " + bug);
                connection.setCondition(AmqpError.INTERNAL.with(String.valueOf(bug)));
                connection.close();
            }
            collector.pop();
        }
    }

    private void authenticate() {
        if (sasl.getOutcome() == Sasl.PN_SASL_NONE && sasl.getRemoteMechanisms().length > 0) {
            boolean known = MECHANISMS.contains(sasl.getRemoteMechanisms()[0]);
            sasl.done(known ? Sasl.PN_SASL_OK : Sasl.PN_SASL_AUTH);
        }
    }

    private void write() {
        ByteBuffer out = ByteBuffer.allocateDirect(HubLimits.SOCKET_BUFFER_BYTES);
        try {
            while (!severed) {
                Next next = fill(out.clear());
                out.flip();
                while (out.hasRemaining() && !severed) {
                    socket.write(out);
                }
                switch (next) {
                    case Next.Again() -> {}
                    case Next.End() -> sever();
                    case Next.Wait(long ms) -> {
                        work.tryAcquire(ms, TimeUnit.MILLISECONDS);
                        work.drainPermits();
                    }
                }
            }
        } catch (IOException e) {
            sever(); // The peer has gone.
        } catch (InterruptedException e) {
            sever();
            Thread.currentThread().interrupt();
        }
    }

    /** What the writer does after it has written what {@link #fill} gave it. */
    private sealed interface Next {
        record Again() implements Next {}

        record End() implements Next {}

        record Wait(long ms) implements Next {}
    }

    private Next fill(ByteBuffer out) {
        lock.lock();
        try {
            boolean more = links.deliver();
            react();
            while (out.hasRemaining()) {
                int pending = transport.pending();
                if (pending < 0 || (pending == 0 && inputEnded)) {
                    return new Next.End();
                }
                if (pending == 0) {
                    return more ? new Next.Again() : waitForWork();
                }
                ByteBuffer head = transport.head();
                ByteBuffer part = head.slice(head.position(), Math.min(pending, out.remaining()));
                int taken = part.remaining();
                out.put(part);
                transport.pop(taken);
            }
            return new Next.Again();
        } finally {
            lock.unlock();
        }
    }

    private Next waitForWork() {
        long nowMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
        long silentUntilMs = transport.tick(nowMs);
        long waitMs = silentUntilMs == 0 ? HubLimits.OPEN_TIMEOUT_MS : Math.max(1, silentUntilMs - nowMs);
        if (transport.pending() != 0) {
            return new Next.Again(); // The tick wrote a heartbeat.
        }
        boolean late = connection.getRemoteState() == EndpointState.UNINITIALIZED
                && System.nanoTime() - acceptedAtNs > TimeUnit.MILLISECONDS.toNanos(HubLimits.OPEN_TIMEOUT_MS);
        return late ? new Next.End() : new Next.Wait(Math.min(waitMs, HubLimits.OPEN_TIMEOUT_MS));
    }
}
