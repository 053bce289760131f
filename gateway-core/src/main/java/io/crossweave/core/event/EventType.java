package io.crossweave.core.event;

/** What kind of change an event is. Ids are persisted and travel. */
public enum EventType {
    STATE(1),
    DELTA(2),
    DELETED(3),
    RECONCILIATION(4),
    ERASURE(5);

    private final int id;

    EventType(int id) {
        this.id = id;
    }

    public int id() {
        return id;
    }

    public static EventType ofId(int id) {
        for (EventType type : values()) {
            if (type.id == id) {
                return type;
            }
        }
        throw new IllegalArgumentException("event type id " + id);
    }
}
