package io.crossweave.it.sites;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Texts that are looked for in bytes: as they are, in UTF-16 of both orders, and in base64 wherever they begin in it. */
final class Needles {
    private static final int ALIGNMENTS = 3;
    /** A shorter piece of base64 would be found by chance. */
    private static final int PIECE_CHARS_MIN = 8;

    @SuppressWarnings("ArrayRecordComponent") // made here, compared here, never given away
    private record Form(String text, byte[] bytes) {}

    /** By their first two bytes. */
    private final Map<Integer, List<Form>> forms = new HashMap<>();

    private final boolean[] heads = new boolean[1 << 16];

    Needles(String... texts) {
        for (String text : texts) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            add(text, utf8);
            add(text, text.getBytes(StandardCharsets.UTF_16LE));
            add(text, text.getBytes(StandardCharsets.UTF_16BE));
            for (int before = 0; before < ALIGNMENTS; before++) {
                add(text, piece(Base64.getEncoder(), utf8, before));
                add(text, piece(Base64.getUrlEncoder(), utf8, before));
            }
        }
    }

    /** The characters of base64 that the text alone decides, where so many bytes stand before it in its first group. */
    private static byte[] piece(Base64.Encoder encoder, byte[] text, int before) {
        byte[] shifted = new byte[before + text.length];
        System.arraycopy(text, 0, shifted, before, text.length);
        byte[] encoded = encoder.withoutPadding().encode(shifted);
        int from = before == 0 ? 0 : before + 1;
        int to = shifted.length * Byte.SIZE / 6;
        byte[] piece = Arrays.copyOfRange(encoded, from, to);
        if (piece.length < PIECE_CHARS_MIN) {
            throw new IllegalArgumentException("a needle of " + text.length + " bytes is too short");
        }
        return piece;
    }

    private void add(String text, byte[] bytes) {
        int head = head(bytes, 0);
        heads[head] = true;
        forms.computeIfAbsent(head, absent -> new ArrayList<>()).add(new Form(text, bytes));
    }

    private static int head(byte[] bytes, int at) {
        return Byte.toUnsignedInt(bytes[at]) << Byte.SIZE | Byte.toUnsignedInt(bytes[at + 1]);
    }

    /** The texts that are in the bytes in any form. */
    Set<String> in(byte[] bytes) {
        var found = new TreeSet<String>();
        for (int at = 0; at < bytes.length - 1; at++) {
            int head = head(bytes, at);
            if (heads[head]) {
                for (Form form : forms.getOrDefault(head, List.of())) {
                    int end = at + form.bytes.length;
                    if (end <= bytes.length && Arrays.equals(bytes, at, end, form.bytes, 0, form.bytes.length)) {
                        found.add(form.text);
                    }
                }
            }
        }
        return found;
    }
}
