package io.crossweave.clouds.eventhubs;

import static io.crossweave.clouds.eventhubs.RawMessages.messageOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossweave.clouds.control.TopicOrder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnknownDescribedType;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transaction.Coordinator;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.Sender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the SDK would never ask for: each is answered with an AMQP error, none with silence. */
@Timeout(60)
class EventHubsLinksTest {
    private static final String HUB = "intake";

    @TempDir
    Path directory;

    private EventHubsCloud cloud;
    private RawAmqpClient client;

    @BeforeEach
    void start() throws IOException {
        cloud = EventHubsCloud.start(0, directory, AccessKey.EMULATOR);
        cloud.createTopic(new TopicOrder(HUB, 4, List.of("audit")));
        client = RawAmqpClient.authorised(cloud.port(), HUB);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        cloud.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nowhere",
                "intake/Partitions/4",
                "intake/Partitions/-1",
                "intake/Partitions/x",
                "intake/Parts/0",
                "intake/Partitions",
                "intake/a/b/c/d/e"
            })
    void refusesASenderToAnAddressThatIsNotThere(String address) throws IOException {
        try (RawAmqpClient all = RawAmqpClient.authorised(cloud.port(), "")) {
            // When
            Sender sender = all.sender(address);

            // Then
            assertThat(errorOf(sender)).isEqualTo("amqp:not-found");
            assertThat(sender.getRemoteTarget()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "intake/ConsumerGroups/$Default/Partitions/9",
                "intake/ConsumerGroups/nobody/Partitions/0",
                "intake/ConsumerGroups/$Default",
                "intake"
            })
    void refusesAReceiverFromAnAddressThatIsNotThere(String address) throws IOException {
        // When
        Receiver receiver = client.receiver(address);
        client.until(() -> receiver.getRemoteState() == EndpointState.CLOSED);

        // Then
        assertThat(errorOf(receiver)).isEqualTo("amqp:not-found");
        assertThat(receiver.getRemoteSource()).isNull();
    }

    @Test
    void refusesASelectorThatItDoesNotUnderstand() throws IOException {
        // Given
        Receiver receiver = client.session().receiver("selective");
        Source source = new Source();
        source.setAddress(partition(0));
        Symbol selector = Symbol.valueOf("apache.org:selector-filter:string");
        source.setFilter(Map.of(selector, new UnknownDescribedType(selector, "colour = 'red'")));
        receiver.setSource(source);
        receiver.setTarget(new Target());

        // When
        receiver.open();
        client.until(() -> receiver.getRemoteState() == EndpointState.CLOSED);

        // Then
        assertThat(errorOf(receiver)).isEqualTo("amqp:invalid-field");
    }

    @Test
    void refusesTransactions() throws IOException {
        // Given
        Sender sender = client.session().sender("transactions");
        sender.setSource(new Source());
        sender.setTarget(new Coordinator());

        // When
        client.attached(sender);

        // Then
        assertThat(errorOf(sender)).isEqualTo("amqp:not-implemented");
    }

    @Test
    void refusesALinkWithoutATokenForIt() throws IOException {
        try (RawAmqpClient stranger = RawAmqpClient.connect(cloud.port());
                RawAmqpClient neighbour = RawAmqpClient.authorised(cloud.port(), "other")) {
            // When
            Sender withoutToken = stranger.sender(HUB);
            Sender withAnothers = neighbour.sender(HUB);

            // Then
            assertThat(errorOf(withoutToken)).isEqualTo("amqp:unauthorized-access");
            assertThat(errorOf(withAnothers)).isEqualTo("amqp:unauthorized-access");
        }
    }

    @Test
    void refusesForgedAndExpiredTokens() throws IOException {
        // Given
        long nowS = System.currentTimeMillis() / 1_000;
        AccessKey forged = new AccessKey(AccessKey.EMULATOR.name(), "guessed");

        // Then
        assertThat(statusOfToken(RawAmqpClient.token(forged, "amqp://localhost/intake", nowS + 60)))
                .isEqualTo(401);
        assertThat(statusOfToken(RawAmqpClient.token(AccessKey.EMULATOR, "amqp://localhost/intake", nowS - 1)))
                .isEqualTo(401);
        assertThat(statusOfToken("SharedAccessSignature sr")).isEqualTo(401);
        assertThat(statusOfToken("")).isEqualTo(401);
    }

    @Test
    void answersManagementRequestsThatItCannotServe() throws IOException {
        assertThat(statusOf(Map.of("operation", "READ", "name", "nowhere", "type", "com.microsoft:eventhub")))
                .isEqualTo(404);
        assertThat(statusOf(Map.of("operation", "DELETE", "name", HUB, "type", "com.microsoft:eventhub")))
                .isEqualTo(501);
        assertThat(statusOf(Map.of("operation", "READ", "name", HUB, "type", "com.microsoft:queue")))
                .isEqualTo(501);
        assertThat(statusOf(Map.of("operation", "READ"))).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
                "AMQP\u0000\u0000\u0009\u0001",
                "AMQP\u0003\u0001\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000"
            })
    void closesAConnectionThatDoesNotSpeakTheProtocol(String bytes) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), cloud.port())) {
            // Given
            socket.setSoTimeout(10_000);

            // When
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            byte[] answer = socket.getInputStream().readAllBytes();

            // Then: it ended, and said at most the protocol that it speaks
            assertThat(answer.length).isLessThan(256);
        }
        assertThat(client.send(client.sender(HUB), messageOf(10), 0).getRemoteState())
                .isInstanceOf(Accepted.class);
    }

    @Test
    void severedConnectionEndsForThePeer() throws IOException {
        // When
        cloud.close();

        // Then
        assertThatThrownBy(() -> client.until(() -> false)).isInstanceOf(IOException.class);
    }

    private int statusOfToken(String token) throws IOException {
        return RawAmqpClient.status(client.request(Requests.CBS, Map.of("operation", "put-token"), token));
    }

    private int statusOf(Map<String, Object> properties) throws IOException {
        return RawAmqpClient.status(client.request(Requests.MANAGEMENT, properties, ""));
    }

    private static String partition(int id) {
        return HUB + "/ConsumerGroups/$Default/Partitions/" + id;
    }

    private static String errorOf(Link link) {
        return String.valueOf(link.getRemoteCondition().getCondition());
    }
}
