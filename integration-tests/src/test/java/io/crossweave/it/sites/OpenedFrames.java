package io.crossweave.it.sites;

import io.crossweave.core.event.LaneItem;
import io.crossweave.core.spi.EnvelopeOpener;
import io.crossweave.core.spi.EnvelopeOpener.OpenOutcome;
import io.crossweave.core.testing.LocalCloudProcess;
import io.crossweave.core.wire.BodyCodec;
import io.crossweave.core.wire.EnvelopeHeader;
import io.crossweave.core.wire.EnvelopeKind;
import io.crossweave.core.wire.FrameParser;
import io.crossweave.core.wire.ItemCodec;
import io.crossweave.core.wire.ParseOutcome;
import io.crossweave.core.wire.ParsedFrame;
import io.crossweave.core.wire.WireFormatException;
import io.crossweave.crypto.SiteCrypto;
import io.crossweave.crypto.keystore.KeyDirectory;
import io.crossweave.crypto.kms.Entropy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Whoever stole a broker's messages and the keys of all sites: it puts every frame together and opens it. */
final class OpenedFrames {
    private final Map<String, EnvelopeOpener> openers = new TreeMap<>();
    private int opened;
    private int unfinished;

    OpenedFrames(Path keys) {
        for (SiteRegion region : SiteRegion.values()) {
            openers.put(
                    region.region(),
                    SiteCrypto.local(KeyDirectory.open(keys, region.region()), Entropy.system())
                            .opener());
        }
    }

    /** DATA envelopes opened so far. */
    int opened() {
        return opened;
    }

    /** Envelopes of which not all frames were there. */
    int unfinished() {
        return unfinished;
    }

    /** Hands all that the frames in an intake carry to the sink: items one by one, other bodies whole. Fails where one can't be opened. */
    void openAll(LocalCloudProcess cloud, String intake, Consumer<byte[]> sink) {
        // A key may stand behind what it opens, so all keys come first.
        visit(cloud, intake, EnvelopeKind.KEY, (header, body) -> {
            opener(header).acceptKeys(header, body);
            sink.accept(body);
        });
        visit(cloud, intake, EnvelopeKind.CONTROL, (header, body) -> sink.accept(body));
        visit(cloud, intake, EnvelopeKind.DATA, (header, body) -> {
            opened++;
            items(body).forEach(sink);
        });
    }

    private interface Visitor {
        void accept(EnvelopeHeader header, byte[] body);
    }

    private void visit(LocalCloudProcess cloud, String intake, EnvelopeKind kind, Visitor visitor) {
        var partial = new HashMap<ByteBuffer, TreeMap<Integer, ParsedFrame>>();
        Set<ByteBuffer> done = new HashSet<>();
        cloud.dump(message -> {
            if (!message.topic().endsWith(intake)) {
                return;
            }
            ParsedFrame frame = parsed(message.body());
            EnvelopeHeader header = frame.header();
            ByteBuffer id = ByteBuffer.wrap(header.messageId());
            if (header.address().kind() != kind || done.contains(id)) {
                return;
            }
            TreeMap<Integer, ParsedFrame> frames = partial.computeIfAbsent(id, absent -> new TreeMap<>());
            frames.put(frame.firstChunk(), frame);
            int chunks =
                    frames.values().stream().mapToInt(f -> f.chunks().size()).sum();
            if (chunks == header.chunkCount()) {
                partial.remove(id);
                done.add(id);
                visitor.accept(header, body(header, List.copyOf(frames.values())));
            }
        });
        unfinished += partial.size();
    }

    private static ParsedFrame parsed(byte[] body) {
        return switch (FrameParser.parse(body)) {
            case ParseOutcome.Parsed(ParsedFrame frame) -> frame;
            case ParseOutcome.Malformed(String reason) ->
                throw new AssertionError("a broker holds what is no frame: " + reason);
        };
    }

    private byte[] body(EnvelopeHeader header, List<ParsedFrame> frames) {
        return switch (opener(header).open(header, frames)) {
            case OpenOutcome.Opened(byte[] body) -> body;
            case OpenOutcome.UnknownKey() -> throw new AssertionError("no key opens envelope " + header.address());
            case OpenOutcome.Rejected(String reason) -> throw new AssertionError(header.address() + ": " + reason);
        };
    }

    private EnvelopeOpener opener(EnvelopeHeader header) {
        return Objects.requireNonNull(openers.get(header.address().destination()), "an envelope for a strange site");
    }

    private static List<byte[]> items(byte[] body) {
        try {
            var items = new ArrayList<byte[]>();
            for (LaneItem item : BodyCodec.decode(body).items()) {
                items.add(ItemCodec.encode(item));
            }
            return items;
        } catch (WireFormatException e) {
            throw new AssertionError("an opened body can't be read", e);
        }
    }
}
