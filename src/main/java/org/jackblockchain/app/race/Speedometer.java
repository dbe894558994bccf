package org.jackblockchain.app.race;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

import org.jackblockchain.consensus.Networks;
import org.jackblockchain.mining.Engine;
import org.jackblockchain.mining.EngineFactory;
import org.jackblockchain.mining.Hits;
import org.jackblockchain.primitives.Target;

/** How many hashes this machine computes in a second. */
final class Speedometer {
    private static final Duration SLICE = Duration.ofMillis(40);
    /** The engine's code is compiled while it runs: the first slices say little, and later ones may be held up. */
    private static final int LEAST_SLICES = 5;
    private static final int MOST_SLICES = 30;
    /** So many hashes that the code has been compiled, however slow the machine is at that. */
    private static final long LEAST_HASHES = 400_000;
    /** Slices in a row that were no faster than the fastest before. */
    private static final int STEADY_SLICES = 3;
    private static final double FASTER = 1.05;
    private static final int ROUND = 2_000;
    private static final Target HOPELESS = new Target(0, 0, 0, 1);

    private Speedometer() {}

    /** Takes a quarter of a second, or up to a good one on a busy machine; {@code threads} threads run at full load. */
    static double hashesPerSecond(EngineFactory engines, int threads) throws InterruptedException {
        var hashes = new LongAdder();
        List<Thread> runners = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Engine engine = engines.forThread();
            runners.add(Thread.ofPlatform().name("speed-" + i).daemon().start(() -> run(engine, hashes)));
        }
        try {
            return fastestSlice(hashes);
        } finally {
            runners.forEach(Thread::interrupt);
            for (Thread runner : runners)
                runner.join();
        }
    }

    private static double fastestSlice(LongAdder hashes) throws InterruptedException {
        double fastest = 0;
        int steady = 0;
        for (int slice = 1; slice <= MOST_SLICES; slice++) {
            long before = hashes.sum();
            long start = System.nanoTime();
            Thread.sleep(SLICE);
            double rate = (hashes.sum() - before) / ((System.nanoTime() - start) / 1e9);
            steady = rate > fastest * FASTER ? 0 : steady + 1;
            fastest = Math.max(fastest, rate);
            if (slice >= LEAST_SLICES && steady >= STEADY_SLICES && hashes.sum() >= LEAST_HASHES)
                break;
        }
        return fastest;
    }

    private static void run(Engine engine, LongAdder hashes) {
        var hits = new Hits();
        engine.aim(Networks.JBC.genesis().header().toBytes(), HOPELESS);
        for (long nonce = 0; !Thread.currentThread().isInterrupted() && nonce + ROUND < Engine.NONCES; nonce += ROUND) {
            engine.search(nonce, ROUND, hits);
            hashes.add(ROUND);
        }
    }
}
