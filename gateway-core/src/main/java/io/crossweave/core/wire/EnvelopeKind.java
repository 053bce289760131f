package io.crossweave.core.wire;

/** What an envelope carries. Ids are part of the wire format. */
public enum EnvelopeKind {
    /** Lane items, sealed. */
    DATA(1),
    /** One control message, sealed: heartbeats with their asks and reports. */
    CONTROL(2),
    /** Wrapped data keys: signed, not sealed. */
    KEY(3);

    private final int id;

    EnvelopeKind(int id) {
        this.id = id;
    }

    public int id() {
        return id;
    }

    public static EnvelopeKind ofId(int id) {
        return switch (id) {
            case 1 -> DATA;
            case 2 -> CONTROL;
            case 3 -> KEY;
            default -> throw new IllegalArgumentException("envelope kind id " + id);
        };
    }
}
