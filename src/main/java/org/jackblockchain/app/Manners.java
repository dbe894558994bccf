package org.jackblockchain.app;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import org.jackblockchain.chain.ChainOptions;
import org.jackblockchain.mempool.Policy;
import org.jackblockchain.mining.BlockLimits;
import org.jackblockchain.peer.PeerTerms;
import org.jackblockchain.peer.Relaying;

/**
 * What bitcoind's flags can change of a node, and jbc's do not.
 *
 * @param clock that everything in the node reads
 * @param files where its files are; empty for jbc's places in the data directory
 * @param userAgent what it calls itself among peers; empty for JBC's usual words
 * @param morePlaces where it also takes calls from peers
 * @param moreHttp where it also answers HTTP
 * @param httpIdle how long a caller of HTTP may be silent
 * @param rpcCalls how many calls of JSON-RPC may be under way; empty for the usual limits
 * @param peerTerms what peers may do
 * @param relaying what is passed on; empty for JBC's usual choice
 * @param chain how the chain does its work, but for its threads
 * @param scriptThreads so many run the scripts of a block
 * @param policy which transactions it takes
 * @param blocks what it puts into blocks
 * @param keeping what it keeps for its next life, besides the chain
 * @param proxies through whom others are called
 * @param plainRefusals whether HTTP says of a request that is too long no more than that it is a bad one
 * @param doesWithoutZmq whether it starts also when it cannot publish where it is to
 */
public record Manners(NodeClock clock, Optional<NodeFiles> files, Optional<String> userAgent,
        List<InetSocketAddress> morePlaces, List<InetSocketAddress> moreHttp, Duration httpIdle, OptionalInt rpcCalls,
        PeerTerms peerTerms, Optional<Relaying> relaying, ChainOptions chain, int scriptThreads,
        Policy policy, BlockLimits blocks, Keeping keeping, Proxies proxies, boolean plainRefusals,
        boolean doesWithoutZmq) {
    private static final Duration HTTP_IDLE = Duration.ofSeconds(30);

    public Manners {
        morePlaces = List.copyOf(morePlaces);
        moreHttp = List.copyOf(moreHttp);
    }

    public Manners withKeeping(Keeping other) {
        return new Manners(clock, files, userAgent, morePlaces, moreHttp, httpIdle, rpcCalls, peerTerms, relaying,
                chain, scriptThreads, policy, blocks, other, proxies, plainRefusals, doesWithoutZmq);
    }

    /** A jbc node's. */
    public static Manners usual() {
        return new Manners(new NodeClock(), Optional.empty(), Optional.empty(), List.of(), List.of(), HTTP_IDLE,
                OptionalInt.empty(), PeerTerms.USUAL, Optional.empty(), ChainOptions.DEFAULT,
                CheckThreads.ofThisMachine(), Policy.DEFAULT, BlockLimits.DEFAULT, Keeping.USUAL, Proxies.NONE, false,
                false);
    }
}
