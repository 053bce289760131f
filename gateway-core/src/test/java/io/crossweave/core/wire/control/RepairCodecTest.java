package io.crossweave.core.wire.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossweave.core.event.Restatement.Run;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.reconcile.Area;
import io.crossweave.core.reconcile.Held;
import io.crossweave.core.reconcile.RepairMessage;
import io.crossweave.core.reconcile.SetHash;
import io.crossweave.core.reconcile.Told;
import io.crossweave.core.wire.WireFormatException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepairCodecTest {
    private static final SiteId A = new SiteId("aws-us-east-1", 7);
    private static final Area SEVEN = new Area(31, 3, 0xabc0_0000_0000_0000L);

    private static RepairMessage answer() {
        var held = new Held(31, 0xabcd_0000_1111_2222L, new SetHash(-1, 5), 9, List.of(new Run(3, 3), new Run(7, 20)));
        return new RepairMessage.Answer(
                A,
                1_234_567,
                -3,
                List.of(
                        new Told.Parts(SEVEN, Collections.nCopies(16, new SetHash(1, 2))),
                        new Told.Contexts(Area.WHOLE, List.of(held))));
    }

    @Test
    void questionsAndAnswersComeBackAsTheyWere() throws WireFormatException {
        var ask = new RepairMessage.Ask(A, 1, 2, List.of(Area.WHOLE, Area.ofShard(4), SEVEN));

        assertThat(RepairCodec.decode(RepairCodec.encode(ask))).isEqualTo(ask);
        assertThat(RepairCodec.decode(RepairCodec.encode(answer()))).isEqualTo(answer());
        assertThat(RepairCodec.isRepair(RepairCodec.encode(ask))).isTrue();
    }

    @Test
    void anAnswerThatEndsTooEarlyOrTooLateIsRefused() {
        byte[] whole = RepairCodec.encode(answer());
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> RepairCodec.decode(cut)).isInstanceOf(WireFormatException.class);
        }
        assertThatThrownBy(() -> RepairCodec.decode(Arrays.copyOf(whole, whole.length + 1)))
                .isInstanceOf(WireFormatException.class);
    }

    @Test
    void anAreaThatBeginsWithinAnotherIsRefused() {
        byte[] ask = RepairCodec.encode(new RepairMessage.Ask(A, 1, 2, List.of(SEVEN)));
        ask[ask.length - 1] |= 1;

        assertThatThrownBy(() -> RepairCodec.decode(ask)).isInstanceOf(WireFormatException.class);
    }
}
