package io.crossweave.clouds.eventhubs;

import static io.crossweave.clouds.eventhubs.RawMessages.annotations;
import static io.crossweave.clouds.eventhubs.RawMessages.concat;
import static io.crossweave.clouds.eventhubs.RawMessages.dataSection;
import static io.crossweave.clouds.eventhubs.RawMessages.decoded;
import static io.crossweave.clouds.eventhubs.RawMessages.keyed;
import static io.crossweave.clouds.eventhubs.RawMessages.messageOf;
import static io.crossweave.clouds.eventhubs.RawMessages.repeated;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.clouds.control.CounterSnapshot.OfTopic;
import io.crossweave.clouds.control.TopicOrder;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.message.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the SDK would never send, and what it hides of what it gets. */
@Timeout(60)
class EventHubsMessagesTest {
    private static final String HUB = "intake";
    private static final int BATCH = MessageCodec.BATCH_FORMAT;

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

    @Test
    void acceptsAMessageOfTheLimitAndRefusesOneByteMore() throws IOException {
        // Given
        Sender sender = client.sender(HUB);
        int limit = sender.getRemoteMaxMessageSize().intValue();

        // When
        Delivery largest = client.send(sender, messageOf(limit), 0);
        Delivery tooLarge = client.send(sender, messageOf(limit + 1), 0);

        // Then
        assertThat(limit).isEqualTo(1_048_576);
        assertThat(largest.getRemoteState()).isInstanceOf(Accepted.class);
        assertThat(tooLarge.remotelySettled()).isFalse();
        assertThat(errorOf(sender)).isEqualTo("amqp:link:message-size-exceeded");
        assertThat(cloud.counters().total()).isEqualTo(new OfTopic(1, limit, 1, 0));
    }

    @Test
    void goesOnAfterARefusedMessage() throws IOException {
        // Given
        client.send(client.sender(HUB), messageOf(2 * HubLimits.MESSAGE_BYTES_MAX), 0);

        // When
        Delivery next = client.send(client.sender(HUB), messageOf(100), 0);

        // Then
        assertThat(next.getRemoteState()).isInstanceOf(Accepted.class);
    }

    @Test
    void refusesABatchOverTheLimitThoughEachOfItsEventsIsSmall() throws IOException {
        // Given
        byte[] batch = repeated(dataSection(messageOf(200_000)), 6);
        Sender sender = client.sender(HUB);

        // When
        client.send(sender, batch, BATCH);

        // Then
        assertThat(errorOf(sender)).isEqualTo("amqp:link:message-size-exceeded");
    }

    @ParameterizedTest
    @ValueSource(strings = {"67617262616765", "005375", "005370c07f", "00", "00005375a00100"})
    void rejectsBytesThatAreNoMessageAndKeepsTheLink(String bytes) throws IOException {
        // Given
        Sender sender = client.sender(HUB);

        // When
        Delivery bad = client.send(sender, HexFormat.of().parseHex(bytes), 0);
        Delivery good = client.send(sender, messageOf(100), 0);

        // Then
        assertThat(rejectionOf(bad)).isEqualTo("amqp:decode-error");
        assertThat(good.getRemoteState()).isInstanceOf(Accepted.class);
    }

    @Test
    void rejectsADeeplyNestedMessage() throws IOException {
        // Given: a described value of described values without end, 500 KB of them
        byte[] nested = new byte[500_000];

        // When
        Delivery delivery = client.send(client.sender(HUB), nested, 0);

        // Then
        assertThat(rejectionOf(delivery)).isEqualTo("amqp:decode-error");
    }

    @Test
    void rejectsAnUnknownMessageFormatAndABatchWithoutEvents() throws IOException {
        // Given
        Sender sender = client.sender(HUB);

        // When
        Delivery unknown = client.send(sender, messageOf(100), 7);
        Delivery empty = client.send(sender, annotations("k"), BATCH);

        // Then
        assertThat(rejectionOf(unknown)).isEqualTo("amqp:not-implemented");
        assertThat(rejectionOf(empty)).isEqualTo("amqp:decode-error");
    }

    @Test
    void rejectsAPartitionKeyThatIsTooLong() throws IOException {
        // When
        Delivery delivery = client.send(client.sender(HUB), keyed("k".repeat(129)), 0);

        // Then
        assertThat(rejectionOf(delivery)).isEqualTo("amqp:not-allowed");
    }

    @Test
    void rejectsAPartitionKeyOnALinkToOnePartition() throws IOException {
        // When
        Delivery delivery = client.send(client.sender(HUB + "/Partitions/1"), keyed("k"), 0);

        // Then
        assertThat(rejectionOf(delivery)).isEqualTo("amqp:not-allowed");
    }

    @Test
    void storesEachEventOfABatchAndDeliversItWithItsPlace() throws IOException {
        // Given
        byte[] one = keyed("k");
        byte[] batch = concat(annotations("k"), repeated(dataSection(one), 3));
        client.send(client.sender(HUB), batch, BATCH);
        Receiver receiver = client.receiver(partition(KeyHash.partition("k", 4)));

        // When
        client.receive(receiver);
        Message second = decoded(client.receive(receiver));
        Map<Symbol, Object> place = second.getMessageAnnotations().getValue();

        // Then
        assertThat(place.get(Symbol.valueOf("x-opt-sequence-number"))).isEqualTo(1L);
        assertThat(place.get(Symbol.valueOf("x-opt-offset"))).isInstanceOf(String.class);
        assertThat(place.get(Symbol.valueOf("x-opt-partition-key"))).isEqualTo("k");
        assertThat(((Data) second.getBody()).getValue().getLength()).isEqualTo(10);
    }

    @Test
    void dumpsEveryEventWithItsKeyAndEveryOtherByteOfIt() throws IOException {
        // Given
        client.send(client.sender(HUB), concat(annotations("k"), repeated(dataSection(keyed("k")), 2)), BATCH);
        client.send(client.sender(HUB), keyed("other"), 0);

        // When
        ByteArrayOutputStream dumped = new ByteArrayOutputStream();
        cloud.dump(message -> message.writeTo(new DataOutputStream(dumped)));
        String bytes = dumped.toString(StandardCharsets.ISO_8859_1);

        // Then: per event its hub, its key as such and among its annotations
        assertThat(bytes.split(HUB, -1)).hasSize(4);
        assertThat(bytes.split("other", -1)).hasSize(3);
        assertThat(bytes.split("x-opt-sequence-number", -1)).hasSize(4);
    }

    @Test
    void deliversNoMoreThanTheCreditAllows() throws IOException {
        // Given
        Sender sender = client.sender(HUB + "/Partitions/2");
        for (int i = 0; i < 15; i++) {
            client.send(sender, messageOf(100), 0);
        }

        // When: the receiver grants 10 and then asks for an answer by another request
        Receiver receiver = client.receiver(partition(2));
        for (int i = 0; i < 10; i++) {
            client.receive(receiver);
        }
        statusOf(Map.of("operation", "READ", "name", HUB, "type", "com.microsoft:eventhub"));

        // Then
        assertThat(receiver.current()).isNull();
        assertThat(cloud.counters().total().deliveries()).isEqualTo(10);
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

    private static String rejectionOf(Delivery delivery) {
        assertThat(delivery.getRemoteState()).isInstanceOf(Rejected.class);
        return String.valueOf(Objects.requireNonNull((Rejected) delivery.getRemoteState())
                .getError()
                .getCondition());
    }
}
