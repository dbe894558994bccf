package org.jackblockchain.miner;

/**
 * How a miner uses the machine.
 *
 * @param threads 1 to {@link Miner#MAX_THREADS}
 * @param cpuShare of each thread's time, above 0 and at most 1: at 0.5 a thread rests half of the time
 */
public record MinerSettings(int threads, EngineWish engine, double cpuShare) {
    public MinerSettings {
        if (threads < 1 || threads > Miner.MAX_THREADS)
            throw new IllegalArgumentException(
                    threads + " mining threads; 1 to " + Miner.MAX_THREADS + " are possible");
        if (!(cpuShare > 0 && cpuShare <= 1))
            throw new IllegalArgumentException("a share of " + cpuShare + " is not above 0 and at most 1");
    }

    /** Threads that never rest, with the fastest engine. */
    public static MinerSettings of(int threads) {
        return new MinerSettings(threads, EngineWish.AUTO, 1);
    }
}
