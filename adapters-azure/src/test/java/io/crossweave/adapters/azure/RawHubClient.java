package io.crossweave.adapters.azure;

import com.azure.core.amqp.implementation.ConnectionStringProperties;
import com.azure.core.credential.TokenRequestContext;
import com.azure.messaging.eventhubs.implementation.EventHubSharedKeyCredential;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.engine.Connection;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.engine.Session;
import org.apache.qpid.proton.engine.Transport;
import org.apache.qpid.proton.message.Message;

/** Sends what the SDK would refuse by itself, so that the service has to. Single-threaded, and without TLS. */
public final class RawHubClient implements AutoCloseable {
    private static final int ANSWER_TIMEOUT_MS = 10_000;
    private static final int DATA_HEADER_BYTES = 8;

    private final Socket socket;
    private final Transport transport = Proton.transport();
    private final Connection connection = Proton.connection();
    private final Session session = connection.session();

    private RawHubClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(ANSWER_TIMEOUT_MS);
        transport.sasl().client();
        transport.sasl().setMechanisms("ANONYMOUS");
        transport.bind(connection);
        connection.setContainer("raw");
        connection.open();
        session.open();
    }

    /** Whether the hub accepts one message of so many bytes above the limit that it advertises. */
    public static boolean accepts(String connectionString, String hub, int bytesAboveLimit) throws IOException {
        ConnectionStringProperties endpoint = new ConnectionStringProperties(connectionString);
        try (Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), endpoint.getEndpoint().getPort());
                RawHubClient client = new RawHubClient(socket)) {
            client.putToken(endpoint, hub);
            Sender sender = client.attach(client.session.sender("raw-sender"), "", hub);
            client.until(() -> sender.getCredit() > 0);
            byte[] message = messageOf(sender.getRemoteMaxMessageSize().intValue() + bytesAboveLimit);
            return client.send(sender, message).getRemoteState() instanceof Accepted;
        }
    }

    private void putToken(ConnectionStringProperties endpoint, String hub) throws IOException {
        EventHubSharedKeyCredential credential = new EventHubSharedKeyCredential(
                endpoint.getSharedAccessKeyName(), endpoint.getSharedAccessKey(), Duration.ofMinutes(5));
        String token = credential
                .getTokenSync(new TokenRequestContext().addScopes("amqp://localhost/" + hub))
                .getToken();
        Receiver replies = attach(session.receiver("raw-cbs"), "$cbs", "raw-reply");
        replies.flow(1);
        Sender requests = attach(session.sender("raw-cbs"), "", "$cbs");
        until(() -> requests.getCredit() > 0);
        Message request = Message.Factory.create();
        request.setMessageId("token");
        request.setReplyTo("raw-reply");
        request.setApplicationProperties(new ApplicationProperties(Map.of("operation", "put-token")));
        request.setBody(new AmqpValue(token));
        byte[] encoded = new byte[4_096];
        send(requests, Arrays.copyOf(encoded, request.encode(encoded, 0, encoded.length)));
        until(() -> replies.current() != null);
    }

    private <L extends Link> L attach(L link, String source, String target) throws IOException {
        Source from = new Source();
        from.setAddress(source);
        Target to = new Target();
        to.setAddress(target);
        link.setSource(from);
        link.setTarget(to);
        link.open();
        until(() -> link.getRemoteState() == EndpointState.ACTIVE);
        return link;
    }

    /** Settled by the service, or its link closed. */
    private Delivery send(Sender sender, byte[] message) throws IOException {
        Delivery delivery =
                sender.delivery(ByteBuffer.allocate(4).putInt(message.length).array());
        sender.send(message, 0, message.length);
        sender.advance();
        until(() -> delivery.remotelySettled() || sender.getRemoteState() == EndpointState.CLOSED);
        return delivery;
    }

    private static byte[] messageOf(int bytes) {
        Message message = Message.Factory.create();
        message.setBody(new Data(new Binary(new byte[bytes - DATA_HEADER_BYTES])));
        byte[] encoded = new byte[bytes];
        if (message.encode(encoded, 0, bytes) != bytes) {
            throw new IllegalStateException("a Data section has another header");
        }
        return encoded;
    }

    private void until(BooleanSupplier condition) throws IOException {
        flush();
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[65_536];
        while (!condition.getAsBoolean()) {
            int read = in.read(buffer, 0, Math.min(buffer.length, transport.capacity()));
            if (read < 0) {
                throw new IOException("the service closed the connection");
            }
            transport.tail().put(buffer, 0, read);
            transport.process();
            flush();
        }
    }

    private void flush() throws IOException {
        for (int pending = transport.pending(); pending > 0; pending = transport.pending()) {
            byte[] out = new byte[pending];
            transport.head().get(out);
            socket.getOutputStream().write(out);
            transport.pop(pending);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
