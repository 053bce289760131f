package io.crossweave.adapters.aws;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One intake on Kafka. The topic exists already: on MSK nobody creates one by naming it.
 *
 * @param bootstrap host:port of some brokers, separated by commas
 * @param consumerGroup under which the owner's offsets are kept; one site, one group
 * @param security Kafka client settings that begin with {@code security.}, {@code sasl.} or {@code ssl.}; empty means plaintext
 */
public record KafkaIntake(String bootstrap, String topic, String consumerGroup, SortedMap<String, String> security) {
    public KafkaIntake {
        requireText("bootstrap", bootstrap);
        requireText("topic", topic);
        requireText("consumerGroup", consumerGroup);
        security = Collections.unmodifiableSortedMap(new TreeMap<>(security));
        for (String key : security.keySet()) {
            if (!key.startsWith("security.") && !key.startsWith("sasl.") && !key.startsWith("ssl.")) {
                throw new IllegalArgumentException(
                        "Kafka setting " + key + ": allowed are settings that begin with security., sasl. or ssl.");
            }
        }
    }

    /** Without TLS and without authentication: for a broker on the same machine. */
    public static KafkaIntake plaintext(String bootstrap, String topic, String consumerGroup) {
        return new KafkaIntake(bootstrap, topic, consumerGroup, new TreeMap<>());
    }

    /**
     * Amazon MSK with IAM: TLS, and tokens that {@code aws-msk-iam-auth} signs with the credentials and the region of the environment. The
     * role needs {@code kafka-cluster:Connect}, {@code DescribeTopic}, {@code WriteData}, and for its own intake {@code ReadData} and
     * {@code AlterGroup}; with {@code DescribeTopicDynamicConfiguration} it also learns the topic's own size limit.
     */
    public static KafkaIntake mskIam(String bootstrap, String topic, String consumerGroup) {
        String tokens = "software.amazon.msk.auth.iam.IAMOAuthBearerLoginCallbackHandler";
        return new KafkaIntake(
                bootstrap,
                topic,
                consumerGroup,
                new TreeMap<>(Map.of(
                        "security.protocol",
                        "SASL_SSL",
                        "sasl.mechanism",
                        "OAUTHBEARER",
                        "sasl.jaas.config",
                        "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;",
                        "sasl.login.callback.handler.class",
                        tokens,
                        "sasl.client.callback.handler.class",
                        tokens)));
    }

    private static void requireText(String name, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("Kafka intake: " + name + " is empty");
        }
    }

    /** Settings are told by name only: their values hold passwords. */
    @Override
    public String toString() {
        return "KafkaIntake[" + bootstrap + ", " + topic + ", " + consumerGroup + ", security " + security.keySet()
                + "]";
    }
}
