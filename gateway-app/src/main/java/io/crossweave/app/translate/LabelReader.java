package io.crossweave.app.translate;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.Labels;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Collects labels and refuses what can't be one, by IllegalArgumentException. */
final class LabelReader {
    private final SortedMap<String, SortedSet<String>> values = new TreeMap<>();
    private int count;

    /** {@code name=value,name=value}. */
    static Labels parse(String header) {
        var labels = new LabelReader();
        for (String pair : header.split(",", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("a label is name=value, and labels are separated by commas");
            }
            labels.add(
                    pair.substring(0, equals).strip(),
                    pair.substring(equals + 1).strip());
        }
        return labels.labels();
    }

    void add(String name, String value) {
        requireText("name", name);
        requireText("value", value);
        if (name.indexOf('=') >= 0 || name.indexOf(',') >= 0) {
            throw new IllegalArgumentException("a label's name contains neither '=' nor ','");
        }
        boolean isNew = values.computeIfAbsent(name, absent -> new TreeSet<>()).add(value);
        count += isNew ? 1 : 0;
        if (count > Limits.LABELS_MAX) {
            throw new IllegalArgumentException("an event has at most " + Limits.LABELS_MAX + " labels");
        }
    }

    Labels labels() {
        return values.isEmpty() ? Labels.NONE : new Labels(values);
    }

    private static void requireText(String what, String text) {
        if (text.isEmpty()
                || text.length() > Limits.LABEL_CHARS_MAX
                || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a label's " + what + " has 1 to " + Limits.LABEL_CHARS_MAX
                    + " characters and no control characters");
        }
    }
}
