package org.jackblockchain.consensus;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

import org.jackblockchain.primitives.AddressFormat;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.CompactTarget;
import org.jackblockchain.primitives.Target;
import org.jackblockchain.primitives.Work;

/**
 * Everything that tells one network from another. Two networks are built in ({@link Networks}); a file describes
 * any other.
 *
 * @param name also names the folder of its data
 * @param magic the first four bytes of each message, in wire order, the first byte most significant
 * @param httpPort default port of HTTP and JSON-RPC
 * @param p2pPortOffset the P2P port is the HTTP port plus this, unless it is given
 * @param easiest the target that no block may be easier than
 * @param interval the mean time between blocks that the network aims at
 * @param coinbaseMaturity blocks until a coinbase output may be spent
 * @param maxClockDrift how far ahead of a node's clock a block may be dated
 * @param finalityDepth a reorganization that disconnects more blocks than this is refused; empty where none is
 * @param firstPeers {@code host:port} of peers to try first
 * @param minimumChainWork a chain with less is not synced to
 */
public record ChainParams(String name, int magic, int httpPort, int p2pPortOffset, Block genesis,
        CompactTarget easiest, Duration interval, Retarget retarget, Subsidy subsidy, int coinbaseMaturity,
        Activations activations, Duration maxClockDrift, OptionalInt finalityDepth, AddressFormat addresses,
        List<String> firstPeers, List<Checkpoint> checkpoints, Work minimumChainWork) {

    public ChainParams {
        firstPeers = List.copyOf(firstPeers);
        checkpoints = List.copyOf(checkpoints);
    }

    /** The bits that a child of {@code parent} must state. */
    public CompactTarget nextBits(PlacedHeader parent) {
        return retarget.next(parent, easiest, interval);
    }

    /** Whether blocks cost next to nothing, so that it is good for tests and nothing else. */
    public boolean isForTests() {
        return retarget instanceof Retarget.Never;
    }

    public Target easiestTarget() {
        return easiest.target().orElseThrow();
    }

    public int p2pPort(int httpPort) {
        return httpPort + p2pPortOffset;
    }

    public ChainParams withMinimumChainWork(Work work) {
        return new ChainParams(name, magic, httpPort, p2pPortOffset, genesis, easiest, interval, retarget, subsidy,
                coinbaseMaturity, activations, maxClockDrift, finalityDepth, addresses, firstPeers, checkpoints, work);
    }

    public ChainParams withActivations(Activations others) {
        return new ChainParams(name, magic, httpPort, p2pPortOffset, genesis, easiest, interval, retarget, subsidy,
                coinbaseMaturity, others, maxClockDrift, finalityDepth, addresses, firstPeers, checkpoints,
                minimumChainWork);
    }

    public ChainParams withFirstPeers(List<String> peers) {
        return new ChainParams(name, magic, httpPort, p2pPortOffset, genesis, easiest, interval, retarget, subsidy,
                coinbaseMaturity, activations, maxClockDrift, finalityDepth, addresses, peers, checkpoints,
                minimumChainWork);
    }
}
