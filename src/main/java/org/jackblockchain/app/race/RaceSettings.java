package org.jackblockchain.app.race;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

import org.jackblockchain.miner.EngineWish;
import org.jackblockchain.rpc.RpcSettings;
import org.jackblockchain.stratum.StratumSettings;

/**
 * What {@code jbc race} is asked for.
 *
 * @param nodes how many compete
 * @param interval the mean time between blocks
 * @param blocks the height that ends the race; empty: Ctrl-C does
 * @param firstPort HTTP port of the first node; the others take the next ones
 * @param keep where to leave chains, network file and log; empty: nothing stays
 * @param engine what the miners of all nodes search with
 * @param stratum where the first node serves miners, the others at the next ports; empty: none does
 * @param rpc who may call JSON-RPC, of all nodes
 * @param txRate transactions a second that the nodes make together; 0 for none
 */
public record RaceSettings(int nodes, Duration interval, OptionalInt blocks, int firstPort, Optional<Path> keep,
        EngineWish engine, Optional<StratumSettings> stratum, RpcSettings rpc, int txRate) {
    public static final int MAX_TX_RATE = 1_000;
    public static final int MAX_NODES = 64;
    public static final Duration MIN_INTERVAL = Duration.ofMillis(100);
    public static final Duration MAX_INTERVAL = Duration.ofHours(1);

    /** A race without transactions. */
    public RaceSettings(int nodes, Duration interval, OptionalInt blocks, int firstPort, Optional<Path> keep,
            EngineWish engine, Optional<StratumSettings> stratum, RpcSettings rpc) {
        this(nodes, interval, blocks, firstPort, keep, engine, stratum, rpc, 0);
    }

    public RaceSettings withTxRate(int rate) {
        return new RaceSettings(nodes, interval, blocks, firstPort, keep, engine, stratum, rpc, rate);
    }
}
