package io.crossweave.adapters.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.spi.Delivery;
import io.crossweave.core.spi.SendOutcome;
import io.crossweave.core.spi.SendOutcome.Unknown;
import io.crossweave.core.spi.Transport;
import io.crossweave.core.spi.TransportContractTest;
import io.crossweave.core.testing.BrokerMessage;
import io.crossweave.core.testing.LocalCloudProcess;
import io.crossweave.core.wire.Frame;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaTransportIT extends TransportContractTest {
    /** Of a batch with one message that has neither key nor headers, of a length that takes three bytes. */
    private static final int PLAIN_OVERHEAD_BYTES = 61 + 3 + 1 + 1 + 1 + 1 + 3 + 1;

    private static LocalCloudProcess cloud;

    @BeforeAll
    static void startKafka(@TempDir Path data) {
        cloud = LocalCloudProcess.start("kafka", "--data", data.toString());
    }

    @AfterAll
    static void stopKafka() {
        cloud.close();
    }

    @Override
    protected LocalCloudProcess cloud() {
        return cloud;
    }

    @Override
    protected Transport open(String intake) {
        return new KafkaTransport(KafkaIntake.plaintext(cloud.endpoint("bootstrap"), intake, "site-of-" + intake));
    }

    @Override
    protected boolean ordering() {
        return true;
    }

    @Override
    protected int fetchedAheadFramesMax() {
        return 160;
    }

    @Override
    protected boolean serviceTakes(String intake, int bytesAboveLimit) throws Exception {
        int bytes = TopicLimit.MESSAGE_BYTES_DEFAULT - PLAIN_OVERHEAD_BYTES + bytesAboveLimit;
        Map<String, Object> settings =
                Map.of("bootstrap.servers", cloud.endpoint("bootstrap"), "max.request.size", 2 * bytes);
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(intake, new byte[bytes])).get(30, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(RecordTooLargeException.class);
            return false;
        }
    }

    @Test
    void storesOneCopyOfAFrameWhoseAcknowledgementIsLost() throws Exception {
        Transport transport = transport();
        sendUntilAccepted(transport, frame("first"), "k");
        cloud.faults("{\"loseAcks\":1}");

        SendOutcome outcome = outcomeOf(send(transport, frame("second"), "k"));

        assertThat(outcome).isEqualTo(SendOutcome.ACCEPTED);
        assertThat(cloud.counters(intake()).messagesAccepted()).isEqualTo(2);
    }

    @Test
    void waitsWhileTheBrokerThrottlesByDelay() throws Exception {
        Transport transport = transport();
        sendUntilAccepted(transport, frame("first"), "k");
        cloud.faults("{\"throttleSends\":1,\"throttleDelayMs\":700}");

        CompletableFuture<SendOutcome> sending = send(transport, frame("second"), "k");

        assertThat(outcomeOf(sending)).isEqualTo(SendOutcome.ACCEPTED);
    }

    @Test
    void tellsTheBrokerNothingBesideTheFrameButItsKeyAndThatItIsAFrame() throws Exception {
        sendUntilAccepted(transport(), frame("sealed"), "aws-us-east-1/1/7");

        BrokerMessage stored = cloud.dump().stream()
                .filter(message -> message.topic().equals(intake()))
                .findFirst()
                .orElseThrow();

        assertThat(stored.key()).isEqualTo("aws-us-east-1/1/7".getBytes(StandardCharsets.US_ASCII));
        assertThat(stored.attributes().keySet()).isEqualTo(Set.of("ce_id", "ce_source", "ce_specversion", "ce_type"));
        assertThat(new String(stored.attributes().get("ce_type"), StandardCharsets.US_ASCII))
                .isEqualTo("io.crossweave.frame.v1");
    }

    @Test
    void receivesFromATopicThatIsCreatedLater() throws Exception {
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
    void takesKafkasDefaultLimitWhileNoBrokerCanBeReached() throws Exception {
        KafkaIntake nowhere = KafkaIntake.plaintext("no-such-host.invalid:9092", "t", "g");
        try (Transport transport = new KafkaTransport(nowhere)) {
            assertThat(transport.capabilities().frameBytesMax())
                    .isEqualTo(transport().capabilities().frameBytesMax());
            assertThat(outcomeOf(send(transport, frame("lost"), "k"))).isInstanceOf(Unknown.class);
        }
    }

    private static Frame frame(String text) {
        return Frame.received(text.getBytes(StandardCharsets.UTF_8));
    }
}
