package io.crossweave.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossweave.core.limits.Limits;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ContextKeyTest {
    /** Calculated apart from this code: the first four bytes of SHA-256 over the parts, each behind its length in two bytes, modulo 32. */
    @ParameterizedTest
    @CsvSource({"default,conversation,user-1,21", "t,demo,c-1,9", "ab,c,d,18", "a,bc,d,21"})
    void theShardOfAContextIsTheSameForEver(String tenant, String type, String id, int shard) {
        assertThat(new ContextKey(tenant, type, id).shard()).isEqualTo(shard);
    }

    @Test
    void theLongestIdHasAShardToo() {
        assertThat(new ContextKey("T~._:@-", "profile", "x".repeat(256)).shard())
                .isEqualTo(1);
    }

    @Test
    void contextsSpreadOverAllShards() {
        int[] contexts = new int[Limits.SHARDS];
        for (int i = 0; i < 32_000; i++) {
            contexts[new ContextKey("t", "demo", "c-" + i).shard()]++;
        }

        assertThat(IntStream.of(contexts)).allMatch(count -> count > 800 && count < 1_200);
    }

    @Test
    void keysAreOrderedByTenantTypeAndId() {
        var key = new ContextKey("b", "b", "b");

        assertThat(key).isEqualByComparingTo(new ContextKey("b", "b", "b"));
        assertThat(key).isGreaterThan(new ContextKey("a", "c", "c"));
        assertThat(key).isGreaterThan(new ContextKey("b", "a", "c"));
        assertThat(key).isGreaterThan(new ContextKey("b", "b", "a"));
    }

    @ParameterizedTest
    @CsvSource({"'',t,i", "t,'',i", "t,t,''", "t/u,t,i", "t,T,i", "t,1,i", "t,t,i/j", "t,t,'i j'", "t,t,é"})
    void aNameThatCouldBeMistakenIsRefused(String tenant, String type, String id) {
        assertThatThrownBy(() -> new ContextKey(tenant, type, id)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNameThatIsTooLongIsRefused() {
        assertThatThrownBy(() -> new ContextKey("t".repeat(129), "t", "i"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ContextKey("t", "t".repeat(64), "i")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ContextKey("t", "t", "i".repeat(257)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
