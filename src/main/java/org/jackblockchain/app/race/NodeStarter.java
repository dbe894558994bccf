package org.jackblockchain.app.race;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import org.jackblockchain.app.NodeSettings;
import org.jackblockchain.app.Ports;
import org.jackblockchain.app.RunningNode;
import org.jackblockchain.app.config.DataDirectory;
import org.jackblockchain.app.config.PayoutKey;
import org.jackblockchain.app.config.UserError;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.http.Extras;
import org.jackblockchain.miner.MinerSettings;
import org.jackblockchain.stratum.StratumSettings;

/**
 * What all racers' nodes have in common.
 *
 * @param extras what the race adds to each node's server
 */
record NodeStarter(ChainParams params, RaceFolder folder, InetAddress host, RaceSettings settings, Extras extras) {
    /** No block is at a height below this, so nobody mines. */
    static final int AT_REST = 0;

    /**
     * Starts a racer's node, at rest.
     *
     * @param others whom it calls
     * @throws UserError when a port is taken
     */
    RunningNode start(Racer racer, List<Racer> others, int threads) {
        var miner = new MinerSettings(threads, settings.engine(), 1);
        return RunningNode.start(new NodeSettings(params, Optional.of(folder.node(racer)),
                Optional.of(new InetSocketAddress(host, racer.httpPort())),
                Optional.of(new InetSocketAddress(host, racer.p2pPort())),
                others.stream().map(other -> host.getHostAddress() + ":" + other.p2pPort()).toList(),
                0, true, miner, racer.tag(), Optional.of(payout(racer).script()), OptionalInt.of(AT_REST))
                .withStratum(settings.stratum().map(first -> atPortOf(racer, first))).withRpc(settings.rpc()), extras);
    }

    /** One key each: a phrase takes longer to make, and a race is to start at once. */
    PayoutKey payout(Racer racer) {
        var data = DataDirectory.open(folder.node(racer));
        return PayoutKey.at(data.payoutKey(), params.addresses());
    }

    private static StratumSettings atPortOf(Racer racer, StratumSettings first) {
        int port = first.address().getPort() + racer.index();
        if (port > Ports.MAX)
            throw new UserError("there is no port above " + Ports.MAX + " for another node's miners");
        return new StratumSettings(new InetSocketAddress(first.address().getAddress(), port), first.tls());
    }
}
