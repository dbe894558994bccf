package org.jackblockchain.app;

import java.time.Duration;
import java.util.function.Consumer;

import org.jackblockchain.miner.Miner;
import org.jackblockchain.miner.MinerView;
import org.jackblockchain.node.Event;

/** Tells the node every second how fast its miner is, as long as that changes. */
final class HashRates implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Thread thread;

    HashRates(Miner miner, Consumer<Event> events) {
        thread = Thread.ofVirtual().name("hash-rates").start(() -> run(miner, events));
    }

    private static void run(Miner miner, Consumer<Event> events) {
        var last = new Event.HashRate(0, "");
        try {
            while (true) {
                Thread.sleep(INTERVAL);
                MinerView view = miner.view();
                var rate = new Event.HashRate(view.rate().last15(), view.engine());
                if (!rate.equals(last))
                    events.accept(rate);
                last = rate;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
