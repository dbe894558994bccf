package org.jackblockchain.bench;

import java.util.concurrent.TimeUnit;

import org.jackblockchain.mining.Engine;
import org.jackblockchain.mining.Hits;
import org.jackblockchain.mining.BlockJob;
import org.jackblockchain.mining.PortableEngine;
import org.jackblockchain.mining.vector.Lanes;
import org.jackblockchain.mining.vector.VectorEngine;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Hashes per microsecond (that is, millions a second) of each engine, in rounds of 2^11 nonces. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 2,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-XX:+OptoScheduling", "-XX:Tier3DelayOn=1000"})
@Warmup(iterations = 10, time = 1)
@Measurement(iterations = 5, time = 1)
public class NonceSearch {
    private static final int ROUND = 1 << 11;

    /** The engine; "plain" and "scalar" live here only. */
    @Param({"vector", "portable", "plain", "scalar"})
    public String engine = "portable";

    private final Hits hits = new Hits();
    private Engine searching = new PortableEngine();
    private long nonce;

    @Setup
    public void aim() {
        searching = switch (engine) {
            case "vector" -> new VectorEngine.Plan(Lanes.preferred().orElseThrow()).engine();
            case "portable" -> new PortableEngine();
            case "plain" -> new PlainEngine();
            case "scalar" -> new ScalarEngine();
            default -> throw new IllegalArgumentException(engine);
        };
        BlockJob job = Chains.job();
        searching.aim(job.headerBytes(), job.target());
    }

    @Benchmark
    @OperationsPerInvocation(ROUND)
    public int round() {
        hits.clear();
        searching.search(nonce, ROUND, hits);
        nonce = (nonce + ROUND) % Engine.NONCES;
        return hits.size();
    }
}
