package org.jackblockchain.miner;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * A miner at one moment.
 *
 * @param engine the name of the engine that searches
 * @param height of the block that is searched for; empty when the miner rests
 */
public record MinerView(String engine, OptionalInt height, List<OneThread> threads) {
    public MinerView {
        threads = List.copyOf(threads);
    }

    /** The rate of all threads together. */
    public HashRate rate() {
        return threads.stream().map(OneThread::rate).reduce(HashRate.ZERO, HashRate::plus);
    }

    /**
     * One thread of a miner.
     *
     * @param rounds since the start
     * @param roundSize nonces in a round, at present
     * @param switches how many times it took up new work since the start
     * @param lastStale how long after the last new work was given this thread ended its last round on older work
     * @param lastSwitch how long after the last new work was given this thread was ready to search it
     */
    public record OneThread(String name, long rounds, int roundSize, HashRate rate, long switches,
            Duration lastStale, Duration lastSwitch) {}
}
