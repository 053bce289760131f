package io.crossweave.app.configuration;

import java.nio.file.Path;

/**
 * What members were read from.
 *
 * @param text what stood in the file then
 */
public record PeersSource(Path file, String text) {
    /** Without the text, which carries keys of services. */
    @Override
    public String toString() {
        return "PeersSource[" + file + "]";
    }
}
