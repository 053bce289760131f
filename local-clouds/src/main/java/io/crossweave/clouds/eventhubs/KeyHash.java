package io.crossweave.clouds.eventhubs;

import java.nio.charset.StandardCharsets;

/**
 * The partition of a partition key: Bob Jenkins' lookup3 (hashlittle2 with both seeds 0), then the low 16 bits of
 * {@code c ^ b} as a signed number, its remainder, and the absolute value of that. Agrees with the SDK's own resolver
 * for ASCII keys, which is all that a client should use.
 */
final class KeyHash {
    private int a;
    private int b;
    private int c;

    private KeyHash(int length) {
        a = 0xdeadbeef + length;
        b = a;
        c = a;
    }

    static int partition(String key, int partitions) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        KeyHash hash = new KeyHash(bytes.length);
        hash.absorb(bytes);
        return Math.abs((short) (hash.c ^ hash.b) % partitions);
    }

    private void absorb(byte[] key) {
        int at = 0;
        while (key.length - at > 12) {
            add(key, at);
            mix();
            at += 12;
        }
        if (at < key.length) {
            // The tail is padded with zeros; only an empty key skips the final mixing.
            add(key, at);
            finish();
        }
    }

    private void add(byte[] key, int at) {
        a += word(key, at);
        b += word(key, at + 4);
        c += word(key, at + 8);
    }

    private static int word(byte[] key, int at) {
        int word = 0;
        for (int i = 0; i < 4 && at + i < key.length; i++) {
            word |= (key[at + i] & 0xff) << (8 * i);
        }
        return word;
    }

    private void mix() {
        a = (a - c) ^ Integer.rotateLeft(c, 4);
        c += b;
        b = (b - a) ^ Integer.rotateLeft(a, 6);
        a += c;
        c = (c - b) ^ Integer.rotateLeft(b, 8);
        b += a;
        a = (a - c) ^ Integer.rotateLeft(c, 16);
        c += b;
        b = (b - a) ^ Integer.rotateLeft(a, 19);
        a += c;
        c = (c - b) ^ Integer.rotateLeft(b, 4);
        b += a;
    }

    private void finish() {
        c = (c ^ b) - Integer.rotateLeft(b, 14);
        a = (a ^ c) - Integer.rotateLeft(c, 11);
        b = (b ^ a) - Integer.rotateLeft(a, 25);
        c = (c ^ b) - Integer.rotateLeft(b, 16);
        a = (a ^ c) - Integer.rotateLeft(c, 4);
        b = (b ^ a) - Integer.rotateLeft(a, 14);
        c = (c ^ b) - Integer.rotateLeft(b, 24);
    }
}
