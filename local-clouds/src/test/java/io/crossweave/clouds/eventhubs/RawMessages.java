package io.crossweave.clouds.eventhubs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.message.Message;

/** Encoded messages, good and bad. */
final class RawMessages {
    private RawMessages() {}

    /** A message whose encoded form has exactly that many bytes. */
    static byte[] messageOf(int bytes) {
        byte[] encoded = dataSection(new byte[bytes > 300 ? bytes - 8 : bytes - 5]);
        assertThat(encoded).hasSize(bytes);
        return encoded;
    }

    static byte[] dataSection(byte[] payload) {
        Message message = Message.Factory.create();
        message.setBody(new Data(new Binary(payload)));
        return encoded(message, payload.length + 64);
    }

    static byte[] keyed(String key) {
        Message message = Message.Factory.create();
        message.setMessageAnnotations(keyAnnotation(key));
        message.setBody(new Data(new Binary(new byte[10])));
        return encoded(message, 512);
    }

    static byte[] annotations(String key) {
        Message message = Message.Factory.create();
        message.setMessageAnnotations(keyAnnotation(key));
        return encoded(message, 512);
    }

    private static MessageAnnotations keyAnnotation(String key) {
        return new MessageAnnotations(new HashMap<>(Map.of(Symbol.valueOf("x-opt-partition-key"), key)));
    }

    static byte[] encoded(Message message, int capacity) {
        byte[] buffer = new byte[capacity];
        return Arrays.copyOf(buffer, message.encode(buffer, 0, capacity));
    }

    static Message decoded(byte[] bytes) {
        Message message = Message.Factory.create();
        message.decode(bytes, 0, bytes.length);
        return message;
    }

    static byte[] repeated(byte[] bytes, int times) {
        byte[] all = new byte[bytes.length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(bytes, 0, all, i * bytes.length, bytes.length);
        }
        return all;
    }

    static byte[] concat(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
