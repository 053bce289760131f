package io.crossweave.cli.replay;

import java.util.List;

/**
 * A dialogue as it stands at the sites.
 *
 * @param versions tokens that together cover all its events: the last one of each site that originated any
 * @param events how many were acknowledged
 */
record PlayedDialogue(String contextId, List<String> versions, int events) {
    PlayedDialogue {
        versions = List.copyOf(versions);
    }
}
