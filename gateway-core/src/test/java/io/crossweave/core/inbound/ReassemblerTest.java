package io.crossweave.core.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.model.Tier;
import io.crossweave.core.scripted.PlainSealing;
import io.crossweave.core.wire.EnvelopeHeader;
import io.crossweave.core.wire.EnvelopeHeaders;
import io.crossweave.core.wire.ParsedFrame;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReassemblerTest {
    private static final LaneId LANE = new LaneId(Tier.CRITICAL, 3);

    private final SentFrames sent = new SentFrames("aa", "cc", new PlainSealing()).inSmallFrames();
    private final Reassembler reassembler = new Reassembler();

    private List<ParsedFrame> frames(int count) {
        return sent.body(LANE, new byte[count * Limits.CHUNK_BYTES]).stream()
                .map(SentFrames::parsed)
                .toList();
    }

    @Test
    void framesOfManyEnvelopesInAnyOrderMakeWholeOnes() {
        List<ParsedFrame> one = frames(3);
        List<ParsedFrame> other = frames(2);

        assertThat(reassembler.add(one.get(2), 0)).isEmpty();
        assertThat(reassembler.add(other.get(1), 0)).isEmpty();
        assertThat(reassembler.add(one.get(0), 0)).isEmpty();
        assertThat(reassembler.add(other.get(0), 0)).contains(other);
        assertThat(reassembler.add(one.get(1), 0)).contains(one);
        assertThat(reassembler.bytes()).isZero();
    }

    @Test
    void aFrameThatComesTwiceCountsOnce() {
        List<ParsedFrame> frames = frames(3);

        reassembler.add(frames.get(0), 0);
        assertThat(reassembler.add(frames.get(0), 0)).isEmpty();
        reassembler.add(frames.get(1), 0);
        assertThat(reassembler.add(frames.get(1), 0)).isEmpty();

        assertThat(reassembler.add(frames.get(2), 0)).contains(frames);
    }

    @Test
    void framesThatOverlapTakeNoMemoryAndCompleteNothing() {
        List<ParsedFrame> frames = frames(3);
        ParsedFrame wide = joined(frames.get(1), frames.get(2));
        reassembler.add(frames.get(1), 0);
        long held = reassembler.bytes();

        assertThat(reassembler.add(wide, 0)).isEmpty();
        assertThat(reassembler.add(joined(frames.get(0), frames.get(1)), 0)).isEmpty();

        assertThat(reassembler.bytes()).isEqualTo(held);
        reassembler.add(frames.get(0), 0);
        assertThat(reassembler.add(frames.get(2), 0)).contains(frames);
    }

    private static ParsedFrame joined(ParsedFrame first, ParsedFrame second) {
        var chunks = new ArrayList<>(first.chunks());
        chunks.addAll(second.chunks());
        return new ParsedFrame(
                first.header(), first.merkleRoot(), first.signature(), first.firstChunk(), chunks, List.of());
    }

    @Test
    void aFrameOfAnotherEnvelopeWithTheSameIdCompletesNothing() {
        List<ParsedFrame> frames = frames(2);
        List<ParsedFrame> foreign = frames(2);
        ParsedFrame posing = new ParsedFrame(
                withMessageId(
                        foreign.get(1).header(), frames.getFirst().header().messageId()),
                foreign.get(1).merkleRoot(),
                foreign.get(1).signature(),
                1,
                foreign.get(1).chunks(),
                foreign.get(1).merklePath());
        reassembler.add(frames.get(0), 0);

        assertThat(reassembler.add(posing, 0)).isEmpty();
        assertThat(reassembler.add(frames.get(1), 0)).contains(frames);
    }

    private static EnvelopeHeader withMessageId(EnvelopeHeader header, byte[] messageId) {
        return EnvelopeHeaders.encode(new EnvelopeHeader(
                header.suite(),
                header.address(),
                header.originKeyId(),
                header.dataKeyId(),
                header.policyHash(),
                messageId,
                header.commitment(),
                header.chunkCount(),
                header.bodyBytes(),
                EnvelopeHeader.NOT_ENCODED));
    }

    @Test
    void L13_whatStaysIncompleteIsForgottenInTimeAlsoWhenOnlyWholeFramesCome() {
        reassembler.add(frames(2).getFirst(), 0);

        reassembler.add(frames(1).getFirst(), Limits.REASSEMBLY_AGE_MS_MAX - 1);
        assertThat(reassembler.bytes()).isPositive();
        reassembler.add(frames(1).getFirst(), Limits.REASSEMBLY_AGE_MS_MAX);

        assertThat(reassembler.bytes()).isZero();
        assertThat(reassembler.dropped()).isEqualTo(1);
    }

    @Test
    void L13_tooManyIncompleteEnvelopesDropTheOldest() {
        List<ParsedFrame> first = frames(2);
        reassembler.add(first.get(0), 0);
        for (int i = 0; i < Limits.REASSEMBLY_ENVELOPES_MAX; i++) {
            reassembler.add(frames(2).getFirst(), 0);
        }

        assertThat(reassembler.dropped()).isEqualTo(1);
        assertThat(reassembler.add(first.get(1), 0)).isEmpty();
    }

    @Test
    void L13_tooManyBytesDropTheOldestAndKeepTheNewest() {
        List<ParsedFrame> oldest = null;
        List<ParsedFrame> newest = List.of();
        long added = 0;
        while (added <= Limits.REASSEMBLY_BYTES_MAX) {
            newest = frames(500);
            oldest = oldest == null ? newest : oldest;
            for (ParsedFrame frame : newest.subList(1, 500)) {
                assertThat(reassembler.add(frame, 0)).isEmpty();
                added += frame.heldBytes();
            }
        }

        assertThat(reassembler.bytes()).isLessThanOrEqualTo(Limits.REASSEMBLY_BYTES_MAX);
        assertThat(reassembler.dropped()).isEqualTo(1);
        assertThat(reassembler.add(newest.getFirst(), 0)).contains(newest);
    }

    @Test
    void anEnvelopeThatASlowServiceBringsPieceByPieceIsKeptWhileItsFramesCome() {
        List<ParsedFrame> frames = frames(3);
        long pauseMs = Limits.REASSEMBLY_AGE_MS_MAX - 1;

        reassembler.add(frames.get(0), 0);
        reassembler.add(frames.get(1), pauseMs);

        assertThat(reassembler.add(frames.get(2), 2 * pauseMs)).contains(frames);
    }
}
