package org.jackblockchain.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;

import org.jackblockchain.app.CheckThreads;
import org.jackblockchain.chain.Chain;
import org.jackblockchain.chain.ChainOptions;
import org.jackblockchain.chain.Placement;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.consensus.script.ScriptFlags;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.store.RocksStore;

/**
 * How long a block takes whose transactions the memory pool has verified: from its body in memory to the new tip in
 * the database. {@code KnownBlock FILE}, with a chain that {@link SpendingChain} made.
 */
public final class KnownBlock {
    private static final ChainParams PARAMS = Networks.REGTEST;
    private static final int LARGE = 1_000;

    private KnownBlock() {}

    public static void main(String[] args) throws IOException {
        var millis = new ArrayList<Double>();
        int bytes = 0;
        Path folder = Files.createTempDirectory("jbc-bench");
        try (var lines = Files.newBufferedReader(Path.of(args[0]));
                var store = RocksStore.open(folder, PARAMS);
                var threads = new CheckThreads(CheckThreads.ofThisMachine())) {
            var chain = new Chain(PARAMS, ChainOptions.DEFAULT.withChecks(threads), store, store, store.load());
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Block block = Block.of(Bytes.ofHex(line).toArray());
                ScriptFlags flags = chain.scriptFlagsOn(chain.tip());
                // the pool has hashed and verified them when they came
                for (Transaction tx : block.transactions())
                    chain.verified().add(tx.wtxid(), flags);
                long begin = System.nanoTime();
                connect(chain, store, block);
                if (block.transactions().size() > LARGE) {
                    millis.add((System.nanoTime() - begin) / 1e6);
                    bytes = block.toBytes().length;
                }
            }
        }
        report(bytes, millis.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static void connect(Chain chain, RocksStore store, Block block) {
        if (!(chain.placeBlock(block, block.header().instant()) instanceof Placement.Placed))
            throw new IllegalStateException("not placed: " + block.hash());
        chain.advance().orElseThrow();
        store.write(chain.takeBatch());
    }

    private static void report(int bytes, double[] millis) {
        System.out.printf("%d blocks, the last of %d bytes; the first took %.1f ms%n", millis.length, bytes, millis[0]);
        double[] sorted = millis.clone();
        Arrays.sort(sorted);
        System.out.printf("  median %.1f ms, longest %.1f ms%n", sorted[sorted.length / 2],
                sorted[sorted.length - 1]);
    }
}
