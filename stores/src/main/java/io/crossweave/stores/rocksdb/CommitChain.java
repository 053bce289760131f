package io.crossweave.stores.rocksdb;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The marks of the latest groups as rows of the database itself, each written in one batch with its group. A row also holds the hash
 * before it, so that a group which went missing between two others shows: its row is not there, or the rows around it don't meet.
 *
 * <p>Rows live in a ring of {@link #ROWS} slots. The engine replays only groups that are newer than its last flush, and a flush comes
 * every few megabytes, so the ring reaches further back than what a damaged log can lose.
 *
 * <p>Row: version byte 1, number (8), hash before (16), hash (16). Key: slot (4).
 */
final class CommitChain {
    static final int ROWS = 32_768;

    private static final byte VERSION = 1;
    private static final int ROW_BYTES = 1 + Long.BYTES + 2 * CommitMark.HASH_BYTES;

    private record Row(CommitMark before, CommitMark mark) {}

    private final TreeMap<Long, Row> rows = new TreeMap<>();

    static byte[] key(CommitMark mark) {
        return ByteBuffer.allocate(Integer.BYTES)
                .putInt((int) (mark.number() % ROWS))
                .array();
    }

    static byte[] row(CommitMark before, CommitMark mark) {
        return ByteBuffer.allocate(ROW_BYTES)
                .put(VERSION)
                .putLong(mark.number())
                .put(before.hash())
                .put(mark.hash())
                .array();
    }

    /** Takes up a row as it was found; the answer says what is wrong with it, if anything. */
    Optional<String> add(byte[] key, byte[] row) {
        if (row.length != ROW_BYTES || row[0] != VERSION) {
            return Optional.of("a row of the commit chain has " + row.length + " bytes and starts with "
                    + (row.length == 0 ? "nothing" : row[0]) + ": written by another version?");
        }
        ByteBuffer in = ByteBuffer.wrap(row, 1, ROW_BYTES - 1);
        long number = in.getLong();
        byte[] hashBefore = new byte[CommitMark.HASH_BYTES];
        byte[] hash = new byte[CommitMark.HASH_BYTES];
        in.get(hashBefore).get(hash);
        var mark = new CommitMark(number, hash);
        if (!Arrays.equals(key, key(mark))) {
            return Optional.of("the row of commit " + number + " stands in the wrong place");
        }
        rows.put(number, new Row(new CommitMark(number - 1, hashBefore), mark));
        return Optional.empty();
    }

    /** The last commit that the database holds. */
    CommitMark last() {
        return rows.isEmpty() ? CommitMark.NONE : rows.lastEntry().getValue().mark();
    }

    /** What the database lacks of what was acknowledged, if anything. */
    Optional<String> lack(CommitMark acknowledged) {
        CommitMark last = last();
        return acknowledged.number() <= last.number()
                ? Optional.empty()
                : Optional.of("it ends at commit %d, but commits up to %d were acknowledged: %d are lost"
                        .formatted(last.number(), acknowledged.number(), acknowledged.number() - last.number()));
    }

    /**
     * What is wrong with the database as a whole, if anything.
     *
     * @param acknowledged the last commit that the witness knows: after a power failure it may be older than the database, never newer
     */
    Optional<String> fault(CommitMark acknowledged) {
        return lack(acknowledged).or(() -> damage(acknowledged));
    }

    /** What is wrong with what the database holds, if anything. */
    Optional<String> damage(CommitMark acknowledged) {
        CommitMark last = last();
        Row known = rows.get(acknowledged.number());
        if (known != null && !known.mark().equals(acknowledged)) {
            return Optional.of("commit " + acknowledged.number()
                    + " is another one than was acknowledged: its files are not of one time");
        }
        return gap(last);
    }

    private Optional<String> gap(CommitMark last) {
        CommitMark expected = last;
        long oldest = Math.max(1, last.number() - ROWS + 1);
        for (Row row : rows.descendingMap().values()) {
            if (!row.mark().equals(expected)) {
                break;
            }
            expected = row.before();
        }
        if (expected.number() >= oldest) {
            return Optional.of("commit " + expected.number() + " is missing below commit " + last.number());
        }
        return expected.number() == 0 && !expected.equals(CommitMark.NONE)
                ? Optional.of("the commit chain does not begin at its beginning")
                : Optional.empty();
    }
}
