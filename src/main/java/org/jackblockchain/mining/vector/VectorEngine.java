package org.jackblockchain.mining.vector;

import java.util.List;

import org.jackblockchain.mining.Engine;
import org.jackblockchain.mining.Hits;
import org.jackblockchain.mining.PortableEngine;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.LittleEndian;
import org.jackblockchain.primitives.Target;

/**
 * Searches as many nonces at once as the processor has 32-bit lanes, by the Vector API. A lane whose last word could
 * belong to a hit is tried again by the portable engine, so what it finds is right if it overlooks none.
 */
public final class VectorEngine implements Engine {
    public static final String NAME = "vector";

    private static final int PARTS = 6;

    private final Plan plan;
    private final PortableEngine portable = new PortableEngine();
    private final int[] memory;
    private boolean isAimed;

    private VectorEngine(Plan plan, int spare) {
        this.plan = plan;
        this.memory = new int[plan.memory.size() + spare];
        for (int lane = 0; lane < plan.lanes; lane++)
            memory[Memory.LANE_ROW + lane] = Integer.reverseBytes(lane);
    }

    /** The kernel for a width, and how its memory is laid out. Engines of one plan share it. */
    public static final class Plan {
        private final int lanes;
        private final HeaderCircuit header = new HeaderCircuit();
        private final Midstate midstate = new Midstate();
        private final Memory memory;
        private final List<Word> fixed;
        private final Kernel kernel;

        /** @throws IllegalStateException if this JVM has no Vector API */
        public Plan(int lanes) {
            this.lanes = lanes;
            List<Part> parts = Part.split(header.circuit().varying(header.output()), PARTS);
            memory = new Memory(lanes, parts);
            fixed = memory.fixed();
            kernel = new KernelWriter(lanes, parts, header.output(), memory).load();
        }

        public VectorEngine engine() {
            return engine(0);
        }

        /**
         * An engine whose memory has some spare ints at its end. Its speed hangs on where its memory lies, which nobody
         * can choose; of several engines with more and more to spare, one may lie well.
         */
        public VectorEngine engine(int spare) {
            return new VectorEngine(this, spare);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void aim(byte[] header, Target target) {
        portable.aim(header, target);
        var words = new int[BlockHeader.BYTES / Integer.BYTES];
        for (int i = 0; i < words.length; i++)
            words[i] = Integer.reverseBytes(LittleEndian.getInt(header, i * Integer.BYTES));
        var inputs = new int[HeaderCircuit.INPUTS];
        System.arraycopy(plan.midstate.of(words), 0, inputs, 0, Compression.STATE_WORDS);
        System.arraycopy(words, Compression.BLOCK_WORDS, inputs, Compression.STATE_WORDS, HeaderCircuit.TAIL_WORDS);
        int[] values = plan.header.circuit().evaluate(inputs);
        int place = plan.memory.firstFixed();
        for (Word word : plan.fixed)
            memory[place++] = values[word.id()];
        memory[plan.memory.mask()] = zerosOf(target);
        isAimed = true;
    }

    /** The bits that are zero in the last word of each hash that meets the target. */
    private static int zerosOf(Target target) {
        int zeros = Long.numberOfLeadingZeros(target.w0());
        int leading = zeros >= Integer.SIZE ? -1 : ~(-1 >>> zeros);
        return Integer.reverseBytes(leading);
    }

    @Override
    public void search(long startNonce, int count, Hits hits) {
        Engine.checkRange(startNonce, count);
        if (!isAimed)
            throw new IllegalStateException("not aimed at a header");
        int lanes = plan.lanes;
        long end = startNonce + count;
        long at = startNonce & -lanes;
        while (at < end) {
            int batches = (int) ((end - at + lanes - 1) / lanes);
            long scanned = plan.kernel.scan(memory, (int) at, batches);
            at += (scanned & 0xffff_ffffL) * lanes;
            int candidates = (int) (scanned >>> Integer.SIZE);
            while (candidates != 0) {
                long nonce = at + Integer.numberOfTrailingZeros(candidates);
                if (nonce >= startNonce && nonce < end)
                    portable.search(nonce, 1, hits);
                candidates &= candidates - 1;
            }
            if (scanned >>> Integer.SIZE != 0)
                at += lanes;
        }
    }
}
