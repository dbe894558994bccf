package org.jackblockchain.bench;

import java.util.concurrent.TimeUnit;

import org.jackblockchain.consensus.PlacedHeader;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.CompactTarget;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The next target by LWMA over a full window: once for each header of the JackBlockChain. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RetargetNext {
    private record Placed(BlockHeader header, int height, @Nullable PlacedHeader parent) implements PlacedHeader {}

    private final PlacedHeader tip = chain();

    private static PlacedHeader chain() {
        var genesis = Chains.JBC.genesis().header();
        PlacedHeader tip = new Placed(genesis, 0, null);
        for (int height = 1; height <= 200; height++) {
            CompactTarget bits = Chains.JBC.nextBits(tip);
            // Between 6 and 24 seconds, in no obvious order
            long time = tip.header().time() + 6 + height * 7 % 19;
            tip = new Placed(new BlockHeader(4, genesis.hash(), genesis.merkleRoot(), time, bits, 0), height, tip);
        }
        return tip;
    }

    @Benchmark
    public CompactTarget next() {
        return Chains.JBC.nextBits(tip);
    }
}
