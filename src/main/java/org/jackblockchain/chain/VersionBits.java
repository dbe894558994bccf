package org.jackblockchain.chain;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

import org.jackblockchain.consensus.ChainParams;
import org.jspecify.annotations.Nullable;

/**
 * Which rules that we do not know the miners have agreed upon, by the bits of their blocks' versions (BIP9): a bit that
 * enough blocks of one period carry is locked in after it, and active a period later.
 */
public final class VersionBits {
    private static final int TOP_MASK = 0xe000_0000;
    private static final int TOP_BITS = 0x2000_0000;
    private static final int BITS = 29;
    /** What bits 2 and 28 once stood for is known: taproot, and Core's deployment for tests. */
    private static final int KNOWN = 1 << 2 | 1 << 28;

    private static final int PERIOD = 2_016;
    private static final int THRESHOLD = 1_815;
    private static final int TEST_PERIOD = 144;
    private static final int TEST_THRESHOLD = 108;

    /** Bits that are so after a period. */
    private record Agreed(int lockedIn, int active) {
        static final Agreed NOTHING = new Agreed(0, 0);
    }

    private final int period;
    private final int threshold;
    /** By the last block of a period. */
    private final Map<BlockEntry, Agreed> known = new HashMap<>();

    public VersionBits(ChainParams params) {
        period = params.isForTests() ? TEST_PERIOD : PERIOD;
        threshold = params.isForTests() ? TEST_THRESHOLD : THRESHOLD;
    }

    /** The unknown bits that are active for the block after {@code tip}, ascending. */
    public int[] active(BlockEntry tip) {
        int whole = (tip.height() + 1) / period;
        if (whole == 0)
            return new int[0];
        int active = after(tip.ancestor(whole * period - 1)).active();
        return IntStream.range(0, BITS).filter(bit -> (active >> bit & 1) == 1).toArray();
    }

    /** Period by period from the last one that was looked at. */
    private Agreed after(BlockEntry end) {
        Deque<BlockEntry> missing = new ArrayDeque<>();
        BlockEntry at = end;
        while (at != null && !known.containsKey(at)) {
            missing.push(at);
            at = at.height() < period ? null : at.ancestor(at.height() - period);
        }
        Agreed agreed = at == null ? Agreed.NOTHING : known.getOrDefault(at, Agreed.NOTHING);
        for (BlockEntry next : missing) {
            agreed = after(next, agreed);
            known.put(next, agreed);
        }
        return agreed;
    }

    private Agreed after(BlockEntry end, Agreed before) {
        // nothing can be agreed upon in the first period
        int signalled = end.height() < period ? 0 : signalled(end);
        int active = before.active() | before.lockedIn();
        return new Agreed(signalled & ~active & ~KNOWN, active);
    }

    /** The bits that enough blocks of the period carry. */
    private int signalled(BlockEntry end) {
        var counts = new int[BITS];
        @Nullable
        BlockEntry at = end;
        for (int i = 0; i < period && at != null; i++) {
            int version = at.header().version();
            if ((version & TOP_MASK) == TOP_BITS)
                count(version, counts);
            at = at.parent();
        }
        int bits = 0;
        for (int bit = 0; bit < BITS; bit++) {
            if (counts[bit] >= threshold)
                bits |= 1 << bit;
        }
        return bits;
    }

    private static void count(int version, int[] counts) {
        for (int bit = 0; bit < BITS; bit++)
            counts[bit] += version >> bit & 1;
    }
}
