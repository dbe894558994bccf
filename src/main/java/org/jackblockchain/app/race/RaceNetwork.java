package org.jackblockchain.app.race;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

import org.jackblockchain.app.config.NetworkFile;
import org.jackblockchain.consensus.Activations;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.Genesis;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.consensus.Retarget;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.CompactTarget;
import org.jackblockchain.primitives.Target;
import org.jackblockchain.primitives.Work;

/** A network made for one race, so that its difficulty fits this machine from the first block on. */
final class RaceNetwork {
    static final String NAME = "race";
    /** Difficulty follows the hash rate within a few dozen blocks. */
    private static final int WINDOW = 24;
    /** How much easier than at the start a block may become, should the machine slow down. */
    private static final long SLACK = 64;
    private static final BigInteger EASIEST_OF_ALL = BigInteger.ONE.shiftLeft(255).subtract(BigInteger.ONE);
    private static final BigInteger TWO_TO_256 = BigInteger.ONE.shiftLeft(256);

    private RaceNetwork() {}

    /**
     * @param hashesPerSecond of all racers together
     * @param peers {@code host:port} of the racers
     * @param maturity blocks until a reward may be spent
     */
    static ChainParams of(double hashesPerSecond, Duration interval, List<String> peers, int maturity, Instant now) {
        long hashes = Math.max(2, Math.round(hashesPerSecond * interval.toMillis() / 1_000));
        CompactTarget start = bits(hashes);
        CompactTarget easiest = bits(Math.max(2, hashes / SLACK));
        Block genesis = genesis(start, easiest.target().orElseThrow(), now);
        return new ChainParams(NAME, NetworkFile.magic(genesis), Networks.JBC.httpPort(),
                Networks.JBC.p2pPortOffset(), genesis, easiest, interval, new Retarget.Lwma(WINDOW),
                Networks.JBC.subsidy(), maturity, Activations.FROM_BLOCK_ONE,
                Networks.JBC.maxClockDrift(), OptionalInt.of(100), Networks.JBC.addresses(), peers, List.of(),
                Work.ZERO);
    }

    /** The target that takes this many hashes on average. */
    private static CompactTarget bits(long hashes) {
        return CompactTarget.of(Target.of(TWO_TO_256.divide(BigInteger.valueOf(hashes)).min(EASIEST_OF_ALL)));
    }

    /**
     * The first block states the difficulty to start with, but its own work is only the least that the network allows:
     * nobody competes for it, and everybody waits for it.
     */
    private static Block genesis(CompactTarget bits, Target allowed, Instant now) {
        String text = "A race on this machine, " + now.truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
        Block block = Genesis.of(text, now, bits, Networks.JBC.subsidy().at(0), 0);
        int nonce = 0;
        do {
            BlockHeader header = block.header().withNonce(nonce);
            if (allowed.isMetBy(header.hash()))
                return new Block(header, block.transactions());
        } while (++nonce != 0);
        throw new IllegalStateException("no nonce meets " + allowed);
    }
}
