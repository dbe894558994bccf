package org.jackblockchain.app;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.miner.MinerSettings;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.rpc.RpcSettings;
import org.jackblockchain.rpc.zmq.ZmqNotification;
import org.jackblockchain.stratum.StratumSettings;

/**
 * Everything that a node is started with.
 *
 * @param dataDirectory where its chain, addresses and key are kept; empty for a node that forgets
 * @param http where it answers HTTP, port 0 for any free one; empty for nowhere
 * @param p2p where it takes calls from peers, likewise
 * @param peers {@code host:port} of peers to stay connected to
 * @param outbound how many peers it calls by itself, besides those
 * @param mining whether its miner works from the start
 * @param miner how it uses the machine when it mines
 * @param tag its words in the blocks that it mines, see {@link org.jackblockchain.mining.Tag}
 * @param payout the script its rewards are paid to; empty for the key in the data directory
 * @param mineUpTo the height of the last block that it tries to mine, or lets others mine for it
 * @param stratum where it serves miners; empty for nowhere
 * @param rpc who may call JSON-RPC
 * @param zmq what it publishes by ZeroMQ, and where
 * @param cors the origin whose pages may read what HTTP answers; empty for none but its own
 * @param manners what only bitcoind's flags say
 */
public record NodeSettings(ChainParams params, Optional<Path> dataDirectory, Optional<InetSocketAddress> http,
        Optional<InetSocketAddress> p2p, List<String> peers, int outbound, boolean mining, MinerSettings miner,
        String tag, Optional<Bytes> payout, OptionalInt mineUpTo, Optional<StratumSettings> stratum,
        RpcSettings rpc, List<ZmqNotification> zmq, Optional<String> cors, Manners manners) {
    public NodeSettings {
        peers = List.copyOf(peers);
        zmq = List.copyOf(zmq);
    }

    /** A node that serves no miners, and has a cookie for JSON-RPC. */
    public NodeSettings(ChainParams params, Optional<Path> dataDirectory, Optional<InetSocketAddress> http,
            Optional<InetSocketAddress> p2p, List<String> peers, int outbound, boolean mining, MinerSettings miner,
            String tag, Optional<Bytes> payout, OptionalInt mineUpTo) {
        this(params, dataDirectory, http, p2p, peers, outbound, mining, miner, tag, payout, mineUpTo,
                Optional.empty(), RpcSettings.COOKIE_ONLY, List.of(), Optional.empty(), Manners.usual());
    }

    public NodeSettings withStratum(Optional<StratumSettings> other) {
        return new NodeSettings(params, dataDirectory, http, p2p, peers, outbound, mining, miner, tag, payout,
                mineUpTo, other, rpc, zmq, cors, manners);
    }

    public NodeSettings withRpc(RpcSettings other) {
        return new NodeSettings(params, dataDirectory, http, p2p, peers, outbound, mining, miner, tag, payout,
                mineUpTo, stratum, other, zmq, cors, manners);
    }

    public NodeSettings withZmq(List<ZmqNotification> other) {
        return new NodeSettings(params, dataDirectory, http, p2p, peers, outbound, mining, miner, tag, payout,
                mineUpTo, stratum, rpc, other, cors, manners);
    }

    public NodeSettings withCors(Optional<String> other) {
        return new NodeSettings(params, dataDirectory, http, p2p, peers, outbound, mining, miner, tag, payout,
                mineUpTo, stratum, rpc, zmq, other, manners);
    }

    public NodeSettings withManners(Manners other) {
        return new NodeSettings(params, dataDirectory, http, p2p, peers, outbound, mining, miner, tag, payout,
                mineUpTo, stratum, rpc, zmq, cors, other);
    }

    /** Where its files are; empty for a node that forgets. */
    Optional<NodeFiles> files() {
        return manners.files().or(() -> dataDirectory.map(NodeFiles::in));
    }

    /** The port that names the node, in threads and logs. */
    int port() {
        return http.or(() -> p2p).map(InetSocketAddress::getPort).orElse(0);
    }
}
