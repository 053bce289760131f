package io.crossweave.core.link;

import io.crossweave.core.limits.Limits;

/**
 * What bounds how much a lane sends.
 *
 * @param window of the lane
 * @param pace of the background, of all lanes of the link's tier
 * @param behindRecords log records that were not looked at, beyond which the lane is behind
 */
public record SendRoom(WindowBounds window, CatchUpPace pace, int behindRecords) {
    public SendRoom(CatchUpPace pace) {
        this(WindowBounds.DEFAULT, pace, Limits.BEHIND_RECORDS);
    }
}
