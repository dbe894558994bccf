package org.jackblockchain.bench;

import java.util.Collections;
import java.util.concurrent.TimeUnit;

import org.jackblockchain.mining.BlockJob;
import org.jackblockchain.wire.Codec;
import org.jackblockchain.wire.Message;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Frames to messages: a block with only a coinbase, and a full message of 2,000 headers. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class WireDecode {
    private final Codec codec = new Codec(Chains.JBC.magic());
    private final byte[] block;
    private final byte[] headers;

    public WireDecode() {
        BlockJob job = Chains.job();
        block = codec.encode(new Message.BlockMessage(job.solved(0)));
        headers = codec.encode(new Message.Headers(Collections.nCopies(2_000, job.header())));
    }

    @Benchmark
    public Codec.Decoded block() {
        return codec.decode(block, 0, block.length);
    }

    @Benchmark
    public Codec.Decoded headers() {
        return codec.decode(headers, 0, headers.length);
    }
}
