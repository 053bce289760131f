package io.crossweave.app.translate;

import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.gateway.ContextView;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** JSON Pointers in header values: percent-encoded, separated by commas. */
public final class HeaderPointers {
    /** Headers as a whole are bounded by what clients and proxies take, some of them 8 KiB. */
    static final int CHARS_MAX = 4 << 10;

    /** Stands at the end of a list that is not complete; no pointer is written like it. */
    static final String AND_MORE = "*";

    private static final String PLAIN = "/~-._";

    private HeaderPointers() {}

    /** The paths that a view shows and that somebody is still to decide on; null where there is none. */
    public static @Nullable String provisional(ContextView view) {
        if (view.document() == null) {
            return null;
        }
        var list = new StringBuilder();
        for (JsonPointer path : view.provisional()) {
            if (view.document().at(path) != null) {
                String separator = list.isEmpty() ? "" : ", ";
                String encoded = encoded(path);
                if (list.length() + separator.length() + encoded.length() > CHARS_MAX) {
                    return list.append(separator).append(AND_MORE).toString();
                }
                list.append(separator).append(encoded);
            }
        }
        return list.isEmpty() ? null : list.toString();
    }

    private static String encoded(JsonPointer path) {
        var encoded = new StringBuilder();
        for (byte octet : path.toString().getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            if (isPlain(c)) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
            }
        }
        return encoded.toString();
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || PLAIN.indexOf(c) >= 0;
    }
}
