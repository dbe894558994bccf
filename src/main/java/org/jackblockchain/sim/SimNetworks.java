package org.jackblockchain.sim;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

import org.jackblockchain.consensus.Activations;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.Genesis;
import org.jackblockchain.consensus.Retarget;
import org.jackblockchain.consensus.Subsidy;
import org.jackblockchain.primitives.AddressFormat;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.CompactTarget;
import org.jackblockchain.primitives.Work;

/** Networks like the JackBlockChain, but where a block costs a hundred hashes instead of millions. */
public final class SimNetworks {
    /** Two hashes a block. */
    private static final CompactTarget EASIEST = CompactTarget.of("207fffff");
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final int MAGIC = 0x51a0_c0de;
    private static final int WINDOW = 30;
    /** Short, so that runs go past it. */
    private static final int HALVING_INTERVAL = 150;

    private static final Block GENESIS = Genesis.mine("a world of its own", World.BEGINNING.minus(Duration.ofDays(1)),
            EASIEST, 50 * Subsidy.COIN);

    private SimNetworks() {}

    /** With the finality depth of the JackBlockChain. */
    public static ChainParams fast() {
        return fast(100);
    }

    public static ChainParams fast(int finalityDepth) {
        return new ChainParams("sim", MAGIC, 5000, 100, GENESIS, EASIEST, INTERVAL, new Retarget.Lwma(WINDOW),
                new Subsidy(50 * Subsidy.COIN, HALVING_INTERVAL), 100, Activations.FROM_BLOCK_ONE,
                Duration.ofSeconds(60), OptionalInt.of(finalityDepth),
                new AddressFormat("sim", OptionalInt.empty(), OptionalInt.empty()), List.of(), List.of(), Work.ZERO);
    }
}
