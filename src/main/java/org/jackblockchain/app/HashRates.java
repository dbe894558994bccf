package org.jackblockchain.app;

import java.time.Duration;
import java.util.function.Consumer;

import org.jackblockchain.miner.Miner;
import org.jackblockchain.node.Event;

/** Tells the node every second how fast its miner is, as long as that changes. */
final class HashRates implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Thread thread;

    HashRates(Miner miner, Consumer<Event> events) {
        thread = Thread.ofVirtual().name("hash-rates").start(() -> run(miner, events));
    }

    private static void run(Miner miner, Consumer<Event> events) {
        double last = 0;
        try {
            while (true) {
                Thread.sleep(INTERVAL);
                double rate = miner.view().rate().last15();
                if (Double.compare(rate, last) != 0)
                    events.accept(new Event.HashRate(rate));
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
