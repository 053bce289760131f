package io.crossweave.simulator.workload;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The words by which a run's content is found again in bytes: event ids, which are in everything that an event writes, the same with a letter
 * before them in personal data, and the beginnings of context ids. Long enough that random bytes don't hold them.
 */
public final class Markers {
    public static final String CONTEXT = "context-";
    private static final String EVENT = "event-";
    private static final char EVENT_END = 'x';
    private static final char PERSONAL = 's';

    private static final List<byte[]> WORDS = List.of(bytes(EVENT), bytes(CONTEXT), bytes("residency"));

    private Markers() {}

    private static byte[] bytes(String word) {
        return word.getBytes(StandardCharsets.US_ASCII);
    }

    /** Ends with a letter, so that none is part of another. */
    public static String eventId(int serial) {
        return EVENT + serial + EVENT_END;
    }

    /** Personal data of an event. */
    public static String personal(String eventId) {
        return PERSONAL + eventId;
    }

    /** Whether bytes show any content in the clear. */
    public static boolean isClear(byte[] bytes) {
        return WORDS.stream().anyMatch(word -> indexOf(bytes, word, 0) >= 0);
    }

    /** All event ids in the bytes, and those that mark personal data with their letter. */
    public static Set<String> in(byte[] bytes) {
        var found = new TreeSet<String>();
        byte[] word = WORDS.getFirst();
        for (int at = indexOf(bytes, word, 0); at >= 0; at = indexOf(bytes, word, at + word.length)) {
            int end = at + word.length;
            while (end < bytes.length && bytes[end] >= '0' && bytes[end] <= '9') {
                end++;
            }
            if (end < bytes.length && bytes[end] == EVENT_END) {
                String eventId = new String(bytes, at, end + 1 - at, StandardCharsets.US_ASCII);
                found.add(at > 0 && bytes[at - 1] == PERSONAL ? personal(eventId) : eventId);
            }
        }
        return found;
    }

    private static int indexOf(byte[] bytes, byte[] word, int from) {
        for (int at = from; at <= bytes.length - word.length; at++) {
            int matched = 0;
            while (matched < word.length && bytes[at + matched] == word[matched]) {
                matched++;
            }
            if (matched == word.length) {
                return at;
            }
        }
        return -1;
    }
}
