package io.crossweave.clouds.eventhubs;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.engine.Connection;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.engine.Session;
import org.apache.qpid.proton.engine.Transport;
import org.apache.qpid.proton.message.Message;

/** A client that does what the SDK would never do. Single-threaded: it moves bytes only while it waits. */
final class RawAmqpClient implements AutoCloseable {
    private static final int ANSWER_TIMEOUT_MS = 3_000;

    private final Socket socket;
    private final Transport transport = Proton.transport();
    private final Connection connection = Proton.connection();
    private final Session session;
    private long tags;

    private RawAmqpClient(Socket socket) {
        this.socket = socket;
        transport.sasl().client();
        transport.sasl().setMechanisms("ANONYMOUS");
        transport.bind(connection);
        connection.setContainer("raw");
        connection.open();
        session = connection.session();
        session.open();
    }

    static RawAmqpClient connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(ANSWER_TIMEOUT_MS);
        RawAmqpClient client = new RawAmqpClient(socket);
        client.until(() -> client.session.getRemoteState() == EndpointState.ACTIVE);
        return client;
    }

    /** Connected, and with a token for everything that the key opens. */
    static RawAmqpClient authorised(int port, String hub) throws IOException {
        RawAmqpClient client = connect(port);
        Message answer = client.request(
                Requests.CBS,
                Map.of("operation", "put-token", "type", "servicebus.windows.net:sastoken", "name", "any"),
                token(AccessKey.EMULATOR, "amqp://localhost/" + hub, System.currentTimeMillis() / 1_000 + 600));
        if (!Integer.valueOf(202)
                .equals(answer.getApplicationProperties().getValue().get("status-code"))) {
            throw new IOException("no token: " + answer.getApplicationProperties());
        }
        return client;
    }

    static String token(AccessKey key, String audience, long expiryS) {
        try {
            String encoded = URLEncoder.encode(audience, StandardCharsets.UTF_8);
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.secret().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] signature = mac.doFinal((encoded + "\n" + expiryS).getBytes(StandardCharsets.UTF_8));
            String sig = URLEncoder.encode(Base64.getEncoder().encodeToString(signature), StandardCharsets.UTF_8);
            return "SharedAccessSignature sr=" + encoded + "&sig=" + sig + "&se=" + expiryS + "&skn=" + key.name();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    Sender sender(String address) throws IOException {
        Sender sender = session.sender("sender-" + tags++);
        sender.setSource(new Source());
        sender.setTarget(target(address));
        return attached(sender);
    }

    Sender attached(Sender sender) throws IOException {
        sender.open();
        until(() -> sender.getRemoteState() == EndpointState.CLOSED
                || (sender.getRemoteState() == EndpointState.ACTIVE && sender.getCredit() > 0));
        return sender;
    }

    Receiver receiver(String address) throws IOException {
        Receiver receiver = session.receiver("receiver-" + tags++);
        Source source = new Source();
        source.setAddress(address);
        receiver.setSource(source);
        receiver.setTarget(target("here-" + tags));
        receiver.open();
        receiver.flow(10);
        return receiver;
    }

    Session session() {
        return session;
    }

    /** Sends the bytes as one message; the delivery is settled by the server, or its link closed, when this returns. */
    Delivery send(Sender sender, byte[] bytes, int format) throws IOException {
        Delivery delivery =
                sender.delivery(ByteBuffer.allocate(8).putLong(tags++).array());
        delivery.setMessageFormat(format);
        sender.send(bytes, 0, bytes.length);
        sender.advance();
        until(() -> delivery.remotelySettled() || sender.getRemoteState() == EndpointState.CLOSED);
        return delivery;
    }

    byte[] receive(Receiver receiver) throws IOException {
        until(() -> receiver.current() != null && !receiver.current().isPartial());
        Delivery delivery = receiver.current();
        byte[] bytes = new byte[delivery.pending()];
        receiver.recv(bytes, 0, bytes.length);
        receiver.advance();
        delivery.settle();
        return bytes;
    }

    Message request(String node, Map<String, Object> properties, String body) throws IOException {
        Sender requests = sender(node);
        Receiver replies = receiver(node);
        until(() -> replies.getRemoteState() == EndpointState.ACTIVE);
        Message request = Message.Factory.create();
        request.setMessageId("request");
        request.setReplyTo(((Target) replies.getTarget()).getAddress());
        request.setApplicationProperties(new ApplicationProperties(properties));
        request.setBody(new AmqpValue(body));
        byte[] buffer = new byte[65_536];
        int length = request.encode(buffer, 0, buffer.length);
        send(requests, Arrays.copyOf(buffer, length), 0);
        byte[] bytes = receive(replies);
        Message answer = Message.Factory.create();
        answer.decode(bytes, 0, bytes.length);
        return answer;
    }

    static int status(Message answer) {
        Object status = answer.getApplicationProperties().getValue().get("status-code");
        return (Integer) Objects.requireNonNull(status, "an answer has a status-code");
    }

    void until(BooleanSupplier condition) throws IOException {
        flush();
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[65_536];
        while (!condition.getAsBoolean()) {
            int read = in.read(buffer, 0, Math.min(buffer.length, transport.capacity()));
            if (read < 0) {
                throw new IOException("the server closed the connection");
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

    private static Target target(String address) {
        Target target = new Target();
        target.setAddress(address);
        return target;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
