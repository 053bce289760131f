package io.crossweave.stores.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.spi.WriteBatch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommitChainTest {
    private final List<CommitMark> marks = new ArrayList<>(List.of(CommitMark.NONE));

    CommitChainTest() {
        for (int i = 0; i < 100; i++) {
            marks.add(marks.getLast().next(group("value " + i)));
        }
    }

    @Test
    void findsNothingWrongWithAWholeChain() {
        CommitChain chain = chainWithout(-1);

        assertThat(chain.last()).isEqualTo(marks.get(100));
        assertThat(chain.fault(marks.get(100))).isEmpty();
        assertThat(chain.fault(marks.get(99))).isEmpty();
        assertThat(chain.fault(CommitMark.NONE)).isEmpty();
        assertThat(new CommitChain().fault(CommitMark.NONE)).isEmpty();
    }

    @Test
    void findsThatAcknowledgedCommitsAreLost() {
        CommitMark acknowledged = marks.get(100).next(group("more"));

        assertThat(chainWithout(-1).fault(acknowledged))
                .hasValueSatisfying(fault -> assertThat(fault)
                        .contains("ends at commit 100")
                        .contains("up to 101 were acknowledged")
                        .contains("1 are lost"));
    }

    @Test
    void findsEachMissingCommit() {
        for (int missing = 1; missing < 100; missing++) {
            String number = "commit " + missing + " is missing";

            assertThat(chainWithout(missing).fault(marks.get(100)))
                    .hasValueSatisfying(fault -> assertThat(fault).contains(number));
        }
    }

    @Test
    void findsAHistoryOtherThanTheAcknowledgedOne() {
        CommitMark other = marks.get(49).next(group("another value"));

        assertThat(chainWithout(-1).fault(other))
                .hasValueSatisfying(fault -> assertThat(fault).contains("commit 50"));
    }

    @Test
    void hashesKeysValuesAndDeletionsApart() {
        List<WriteBatch> groups = List.of(
                new WriteBatch().put(bytes("ab"), bytes("c")),
                new WriteBatch().put(bytes("a"), bytes("bc")),
                new WriteBatch().put(bytes("abc"), bytes("")),
                new WriteBatch().delete(bytes("abc")));

        assertThat(groups.stream()
                        .map(group -> CommitMark.NONE.next(List.of(group)).toString()))
                .doesNotHaveDuplicates();
    }

    @Test
    void reachesBackOneRingOnly() {
        CommitMark last = CommitMark.NONE;
        var chain = new CommitChain();
        List<WriteBatch> group = group("same");
        for (int i = 0; i < CommitChain.ROWS + 10; i++) {
            CommitMark next = last.next(group);
            if (i >= 10) {
                assertThat(chain.add(CommitChain.key(next), CommitChain.row(last, next)))
                        .isEmpty();
            }
            last = next;
        }

        assertThat(chain.fault(last)).isEmpty();
    }

    private CommitChain chainWithout(int missing) {
        var chain = new CommitChain();
        for (int i = 1; i <= 100; i++) {
            if (i != missing) {
                assertThat(chain.add(CommitChain.key(marks.get(i)), CommitChain.row(marks.get(i - 1), marks.get(i))))
                        .isEmpty();
            }
        }
        return chain;
    }

    private static List<WriteBatch> group(String value) {
        return List.of(new WriteBatch().put(bytes("key"), bytes(value)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
