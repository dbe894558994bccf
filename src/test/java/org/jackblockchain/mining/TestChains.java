package org.jackblockchain.mining;

import java.time.Instant;
import java.util.function.Consumer;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.TestEntries;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.Bytes;

/** Chains to mine on. */
public final class TestChains {
    /** Anybody can spend it. */
    public static final Bytes PAYOUT = Bytes.of((byte) 0x51);
    public static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    public static final BlockEntry REGTEST_GENESIS = genesis(Networks.REGTEST);

    private TestChains() {}

    public static BlockEntry genesis(ChainParams params) {
        return TestEntries.genesis(params.genesis().header());
    }

    /** A regtest template for the block after genesis. */
    public static BlockTemplate template(String tag) {
        return Templates.next(Networks.REGTEST, REGTEST_GENESIS, PAYOUT, tag);
    }

    /** Searches until a hit. */
    public static Block solve(BlockJob job) {
        var engine = new PortableEngine();
        var hits = new Hits();
        engine.aim(job.headerBytes(), job.target());
        for (long nonce = 0; hits.isEmpty(); nonce++)
            engine.search(nonce, 1, hits);
        return job.solved(hits.nonce(0));
    }

    /** Mines regtest blocks on genesis, ten minutes apart up to noon; each is shown before the next is mined. */
    public static BlockEntry mine(int blocks, Consumer<Block> each) {
        BlockEntry tip = REGTEST_GENESIS;
        for (int i = 1; i <= blocks; i++) {
            long time = NOON.getEpochSecond() - 600L * (blocks - i);
            Block block = solve(Draft.of(Templates.next(Networks.REGTEST, tip, PAYOUT, "test")).job(i, time));
            each.accept(block);
            tip = TestEntries.child(tip, block.header());
        }
        return tip;
    }
}
