package io.crossweave.adapters.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.cloud.pubsub.v1.TopicAdminClient;
import com.google.cloud.pubsub.v1.TopicAdminSettings;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.TopicName;
import io.crossweave.adapters.gcp.PubSubIntake.Service;
import io.crossweave.core.spi.Delivery;
import io.crossweave.core.spi.SendOutcome;
import io.crossweave.core.spi.SendOutcome.Throttled;
import io.crossweave.core.spi.SendOutcome.Unknown;
import io.crossweave.core.spi.Transport;
import io.crossweave.core.spi.TransportContractTest;
import io.crossweave.core.testing.BrokerMessage;
import io.crossweave.core.testing.LocalCloudProcess;
import io.crossweave.core.wire.Frame;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PubSubTransportIT extends TransportContractTest {
    /** The service's documented limit of a publish request. */
    private static final int REQUEST_BYTES_MAX = 10_000_000;

    private static final long OUTSTANDING_BYTES_MAX = 8 << 20;

    private static LocalCloudProcess cloud;

    @BeforeAll
    static void startPubSub(@TempDir Path data) {
        cloud = LocalCloudProcess.start("pubsub", "--data", data.toString());
    }

    @AfterAll
    static void stopPubSub() {
        cloud.close();
    }

    @Override
    protected LocalCloudProcess cloud() {
        return cloud;
    }

    @Override
    protected Transport open(String intake) {
        return new PubSubTransport(new PubSubIntake(
                cloud.endpoint("project"),
                intake,
                intake,
                new Service.Plaintext(cloud.endpoint("endpoint")),
                OUTSTANDING_BYTES_MAX));
    }

    @Override
    protected boolean ordering() {
        return true;
    }

    @Override
    protected int fetchedAheadFramesMax() {
        return 130;
    }

    @Override
    protected boolean serviceTakes(String intake, int bytesAboveLimit) throws Exception {
        PubSubConnection connection = new PubSubConnection(new Service.Plaintext(cloud.endpoint("endpoint")), intake);
        TopicAdminSettings settings = TopicAdminSettings.newBuilder()
                .setTransportChannelProvider(connection.channelProvider())
                .setCredentialsProvider(NoCredentialsProvider.create())
                .build();
        PublishRequest probe = request(intake, REQUEST_BYTES_MAX / 2);
        int overhead = probe.getSerializedSize() - REQUEST_BYTES_MAX / 2;
        try (connection;
                TopicAdminClient client = TopicAdminClient.create(settings)) {
            client.publishCallable().call(request(intake, REQUEST_BYTES_MAX - overhead + bytesAboveLimit));
            return true;
        } catch (InvalidArgumentException e) {
            return false;
        }
    }

    private static PublishRequest request(String intake, int bytes) {
        return PublishRequest.newBuilder()
                .setTopic(TopicName.of(cloud.endpoint("project"), intake).toString())
                .addMessages(PubsubMessage.newBuilder().setData(ByteString.copyFrom(new byte[bytes])))
                .build();
    }

    @Test
    void reportsThatTheServiceThrottles() throws Exception {
        Transport transport = transport();
        sendUntilAccepted(transport, frame("first"), "k");
        cloud.faults("{\"throttleSends\":1}");

        SendOutcome outcome = outcomeOf(send(transport, frame("second"), "k"));

        assertThat(outcome).isInstanceOf(Throttled.class);
        assertThat(cloud.counters(intake()).messagesAccepted()).isEqualTo(1);
    }

    @Test
    void doesNotKnowWhetherAFrameWhoseAcknowledgementIsLostWasStored() throws Exception {
        Transport transport = transport();
        sendUntilAccepted(transport, frame("first"), "k");
        cloud.faults("{\"loseAcks\":1}");

        SendOutcome outcome = outcomeOf(send(transport, frame("second"), "k"));

        assertThat(outcome).isInstanceOf(Unknown.class);
        assertThat(cloud.counters(intake()).messagesAccepted()).isEqualTo(2);
    }

    @Test
    void tellsTheServiceNothingBesideTheFrameButItsKeyAndThatItIsAFrame() throws Exception {
        sendUntilAccepted(transport(), frame("sealed"), "aws-us-east-1/1/7");

        BrokerMessage stored = cloud.dump().stream()
                .filter(message -> message.topic().equals(intake()))
                .findFirst()
                .orElseThrow();

        assertThat(stored.key()).isEqualTo("aws-us-east-1/1/7".getBytes(StandardCharsets.US_ASCII));
        assertThat(stored.attributes().keySet()).isEqualTo(Set.of("ce-id", "ce-source", "ce-specversion", "ce-type"));
        assertThat(new String(stored.attributes().get("ce-type"), StandardCharsets.US_ASCII))
                .isEqualTo("io.crossweave.frame.v1");
    }

    @Test
    void getsWhatAKilledSiteHeldWithinSeconds() throws Exception {
        BlockingQueue<Delivery> first = new LinkedBlockingQueue<>();
        BlockingQueue<Delivery> second = new LinkedBlockingQueue<>();
        sendUntilAccepted(transport(), frame("held"), "k");
        Transport killed = transport();
        killed.subscribe(first::add);
        assertThat(first.poll(30, TimeUnit.SECONDS)).isNotNull();

        // It can't give anything back any more, as if it were killed.
        cloud.faults("{\"cut\":true}");
        killed.close();
        cloud.clearFaults();
        transport().subscribe(second::add);

        assertThat(second.poll(25, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void receivesFromASubscriptionThatIsCreatedLater() throws Exception {
        BlockingQueue<Delivery> received = new LinkedBlockingQueue<>();
        String later = intake() + "-later";
        try (Transport transport = open(later)) {
            transport.subscribe(received::add);
            assertThat(outcomeOf(send(transport, frame("too early"), "k"))).isInstanceOf(Unknown.class);

            cloud.createTopic(later, 1);
            sendUntilAccepted(transport, frame("sealed"), "k");

            assertThat(received.poll(30, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void goesOnAfterARestartOfTheService(@TempDir Path data) throws Exception {
        BlockingQueue<Delivery> received = new LinkedBlockingQueue<>();
        String[] start = {"--data", data.toString(), "--topics", "intake"};
        LocalCloudProcess before = LocalCloudProcess.start("pubsub", start);
        String endpoint = before.endpoint("endpoint");
        PubSubIntake intake =
                PubSubIntake.of(before.endpoint("project"), "intake", "intake", new Service.Plaintext(endpoint));
        try (Transport transport = new PubSubTransport(intake)) {
            transport.subscribe(received::add);
            sendUntilAccepted(transport, frame("before"), "k");
            assertThat(received.poll(30, TimeUnit.SECONDS)).isNotNull();

            before.close();
            String port = endpoint.substring(endpoint.lastIndexOf(':') + 1);
            try (LocalCloudProcess after = LocalCloudProcess.start(
                    "pubsub", "--data", data.toString(), "--topics", "intake", "--port", port)) {
                assertThat(after.endpoint("endpoint")).isEqualTo(endpoint);
                Frame again = frame("after");
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> outcomeOf(send(transport, again, "k")).equals(SendOutcome.ACCEPTED));
                await().atMost(Duration.ofSeconds(40))
                        .until(() -> received.stream()
                                .anyMatch(delivery ->
                                        Arrays.equals(delivery.frame().bytes(), again.bytes())));
            }
        }
    }

    private static Frame frame(String text) {
        return Frame.received(text.getBytes(StandardCharsets.UTF_8));
    }
}
