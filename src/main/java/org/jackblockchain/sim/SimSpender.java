package org.jackblockchain.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

import org.jackblockchain.consensus.Coin;
import org.jackblockchain.node.Event;
import org.jackblockchain.node.Request;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;

/**
 * Hands transactions to nodes by chance: most spend a coin that the node has, some what waits in its pool, and some
 * what another spends already, so that pools have something to refuse and to replace.
 */
final class SimSpender {
    private static final Bytes ANYONE = Bytes.ofHex("51");
    private static final long MOST_NANOS_BETWEEN = Duration.ofSeconds(2).toNanos();
    private static final long LEAST_FEE = 1_000;
    private static final long MOST_FEE = 100_000;
    /** What is worth less stays where it is. */
    private static final long LEAST_VALUE = 10 * MOST_FEE;

    private final World world;
    private final Cluster cluster;
    private final RandomGenerator chance;
    private long tickets;

    SimSpender(World world, Cluster cluster) {
        this.world = world;
        this.cluster = cluster;
        this.chance = world.ownChance();
    }

    /** From now on, for as long as the world turns. */
    void begin() {
        world.afterNanos(1 + chance.nextLong(MOST_NANOS_BETWEEN), () -> {
            SimNode node = cluster.anyNode();
            if (node.isUp())
                spendAt(node);
            begin();
        });
    }

    private void spendAt(SimNode node) {
        List<Source> sources = sources(node);
        if (sources.isEmpty())
            return;
        Source from = sources.get(chance.nextInt(sources.size()));
        long fee = LEAST_FEE + chance.nextLong(MOST_FEE - LEAST_FEE);
        long change = (from.value() - fee) / 2;
        var tx = new Transaction(2, List.of(new TxIn(from.place(), Bytes.EMPTY, TxIn.FINAL, List.of())),
                List.of(new TxOut(change, ANYONE), new TxOut(from.value() - fee - change, ANYONE)), 0);
        node.tell(new Event.Asked(++tickets, new Request.SubmitTransaction(tx, OptionalLong.empty())));
    }

    private record Source(OutPoint place, long value) {}

    private List<Source> sources(SimNode node) {
        var sources = new ArrayList<Source>();
        int next = node.view().tip().height() + 1;
        for (Map.Entry<OutPoint, Coin> entry : node.store().coins().entrySet()) {
            Coin coin = entry.getValue();
            boolean mature = !coin.coinbase() || next - coin.height() >= cluster.params().coinbaseMaturity();
            if (mature && coin.output().value() > LEAST_VALUE)
                sources.add(new Source(entry.getKey(), coin.output().value()));
        }
        node.view().mempool().entries().forEach(pooled -> {
            TxOut output = pooled.transaction().outputs().getFirst();
            if (output.value() > LEAST_VALUE)
                sources.add(new Source(new OutPoint(pooled.txid(), 0), output.value()));
        });
        // the order of a map must not decide what happens in a world
        sources.sort((a, b) -> a.place().toString().compareTo(b.place().toString()));
        return sources;
    }
}
