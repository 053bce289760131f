package io.crossweave.adapters.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.security.auth.callback.Callback;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerTokenCallback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KafkaIntakeTest {
    private static final Map<String, String> AWS_ENVIRONMENT = Map.of(
            "aws.region", "us-east-1",
            "aws.accessKeyId", "key-id-of-a-test",
            "aws.secretAccessKey", "not-a-secret");

    @AfterEach
    void leaveTheEnvironmentAsItWas() {
        AWS_ENVIRONMENT.keySet().forEach(System::clearProperty);
    }

    @Test
    void takesSecuritySettingsAndNoOthers() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KafkaIntake("host:1", "t", "g", new TreeMap<>(Map.of("acks", "0"))))
                .withMessageContaining("acks");
    }

    @Test
    void doesNotTellPasswords() {
        KafkaIntake intake =
                new KafkaIntake("host:1", "t", "g", new TreeMap<>(Map.of("ssl.key.password", "hidden-one")));

        assertThat(intake.toString()).contains("ssl.key.password").doesNotContain("hidden-one");
    }

    @Test
    void givesKafkaNoSettingThatItsClientsDoNotKnow() {
        KafkaIntake intake = KafkaIntake.mskIam("host:1", "t", "g");

        assertThat(ProducerConfig.configNames())
                .containsAll(KafkaSettings.producer(intake).keySet());
        assertThat(ConsumerConfig.configNames())
                .containsAll(KafkaSettings.consumer(intake).keySet());
        assertThat(AdminClientConfig.configNames())
                .containsAll(KafkaSettings.admin(intake).stringPropertyNames());
    }

    @Test
    void getsATokenForMskFromTheCredentialsOfTheEnvironment() throws Exception {
        AWS_ENVIRONMENT.forEach(System::setProperty);
        Map<String, Object> settings =
                new HashMap<>(KafkaIntake.mskIam("host:1", "t", "g").security());
        Class<?> type = Class.forName((String) settings.get("sasl.login.callback.handler.class"));
        AuthenticateCallbackHandler handler =
                (AuthenticateCallbackHandler) type.getDeclaredConstructor().newInstance();
        handler.configure(settings, "OAUTHBEARER", List.of(login()));
        OAuthBearerTokenCallback asked = new OAuthBearerTokenCallback();

        handler.handle(new Callback[] {asked});

        assertThat(asked.token().principalName()).isNotBlank();
        assertThat(asked.token().lifetimeMs()).isGreaterThan(System.currentTimeMillis());
        handler.close();
    }

    private static AppConfigurationEntry login() {
        return new AppConfigurationEntry(
                OAuthBearerLoginModule.class.getName(), LoginModuleControlFlag.REQUIRED, Map.of());
    }
}
