package io.crossweave.core.wire;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * zstd by contexts that are used again: making one takes longer than compressing a small block with it. They are shared and their number
 * is bounded, instead of one for each thread, because callers are virtual threads. Each call begins a frame of its own: nothing that a
 * context has seen before shows in what it writes.
 */
final class ZstdBlocks {
    private static final int LEVEL = 1;
    /** Idle contexts kept of each kind, a megabyte or less each: calls under way at once hold a processor each. */
    private static final int KEPT_MAX = 16;

    private static final ArrayBlockingQueue<ZstdCompressCtx> COMPRESSING = new ArrayBlockingQueue<>(KEPT_MAX);
    private static final ArrayBlockingQueue<ZstdDecompressCtx> DECOMPRESSING = new ArrayBlockingQueue<>(KEPT_MAX);

    private ZstdBlocks() {}

    /** Compresses the first {@code length} bytes of {@code plain}; answers how many bytes of {@code out} it wrote. */
    static int compress(byte[] plain, int length, byte[] out) {
        ZstdCompressCtx kept = COMPRESSING.poll();
        ZstdCompressCtx context = kept != null ? kept : new ZstdCompressCtx().setLevel(LEVEL);
        try {
            return context.compressByteArray(out, 0, out.length, plain, 0, length);
        } finally {
            if (!COMPRESSING.offer(context)) {
                context.close();
            }
        }
    }

    /** Decompresses all that is left of {@code block}; answers how many bytes of {@code out} it wrote. */
    static int decompress(ByteReader block, byte[] out) throws WireFormatException {
        ZstdDecompressCtx kept = DECOMPRESSING.poll();
        ZstdDecompressCtx context = kept != null ? kept : new ZstdDecompressCtx();
        try {
            return context.decompressByteArray(out, 0, out.length, block.array(), block.position(), block.remaining());
        } catch (ZstdException e) {
            throw new WireFormatException("zstd block of " + block.remaining() + " bytes: " + e.getMessage());
        } finally {
            if (!DECOMPRESSING.offer(context)) {
                context.close();
            }
        }
    }
}
