package org.jackblockchain.miner;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

import org.jackblockchain.mining.Engine;
import org.jackblockchain.mining.Hits;
import org.jackblockchain.mining.PortableEngine;
import org.jackblockchain.mining.vector.VectorEngine;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.Target;
import org.jspecify.annotations.Nullable;

/**
 * One thread's engine: the portable one until the vector engine has passed its trial, then that one, for as long as it
 * keeps its speed.
 */
final class ChosenEngine implements Engine {
    /** How often a thread looks at its own speed. */
    private static final Duration WINDOW = Duration.ofSeconds(1);
    /** Slow ones in a row that are no accident. */
    private static final int SLOW_WINDOWS = 3;

    /** In a window: with more, the portable engine that tries them again takes part of its time. */
    private static final int MOST_HITS = 1 << 10;

    /** Engines to choose from, each with 8 bytes more than the one before: all places in a cache line of 64. */
    private static final int PLACES = 16;
    private static final int SPARE_STEP = 2;
    /** Together some milliseconds, once a minute. */
    private static final int PLACE_ROUNDS = 4;
    private static final int PLACE_NONCES = 1 << 11;
    private static final int MOST_WINDOWS_HERE = 60;
    private static final Target HOPELESS = new Target(0, 0, 0, 1);

    private final Trial trial;
    private final EngineWish wish;
    private final PortableEngine portable = new PortableEngine();
    private volatile Engine current = portable;
    private VectorEngine.@Nullable Plan plan;
    private byte @Nullable [] header;
    private @Nullable Target target;

    private long windowEnd;
    private long windowCpu;
    private long windowHashes;
    private int windowHits;
    private int slowWindows;
    private int windowsHere;

    /** Made with the first use: a node that never mines should not wait for the JVM's management. */
    private static final class Threads {
        private static final ThreadMXBean BEAN = ManagementFactory.getThreadMXBean();

        private Threads() {}

        static long cpuTime() {
            return BEAN.getCurrentThreadCpuTime();
        }
    }

    ChosenEngine(Trial trial, EngineWish wish) {
        this.trial = trial;
        this.wish = wish;
    }

    /** Of the one that searches now; may be asked by any thread. */
    @Override
    public String name() {
        return current.name();
    }

    @Override
    public void aim(byte[] newHeader, Target newTarget) {
        trial.begin();
        header = newHeader.clone();
        target = newTarget;
        current.aim(newHeader, newTarget);
    }

    @Override
    public void search(long startNonce, int count, Hits hits) {
        follow(trial.verdict());
        int before = hits.size();
        current.search(startNonce, count, hits);
        windowHashes += count;
        windowHits += hits.size() - before;
        long now = System.nanoTime();
        if (plan == null)
            return;
        // To try what may be a hit once more takes time that says nothing of the kernel.
        if (windowHits > MOST_HITS)
            openWindow(now);
        else if (now - windowEnd >= 0)
            closeWindow(plan, now);
    }

    private void follow(Trial.Verdict verdict) {
        switch (verdict) {
            case Trial.Verdict.Fit fit -> {
                if (plan != fit.plan() && fit.suits(wish))
                    begin(fit.plan());
            }
            case Trial.Verdict.Warming _, Trial.Verdict.Unfit _ -> {
                if (plan != null) {
                    plan = null;
                    take(portable);
                }
            }
        }
    }

    private void begin(VectorEngine.Plan fit) {
        plan = fit;
        slowWindows = 0;
        placeAnew(fit);
        openWindow(System.nanoTime());
    }

    /**
     * Where an engine's memory crosses cache lines, it is some percent slower; and the garbage collector may move it.
     * So every now and then the fastest of several takes over.
     */
    private void placeAnew(VectorEngine.Plan fit) {
        windowsHere = 0;
        var scratch = new Hits();
        Engine best = current;
        long shortest = Long.MAX_VALUE;
        for (int i = 0; i < PLACES; i++) {
            Engine candidate = fit.engine(SPARE_STEP * i);
            candidate.aim(new byte[BlockHeader.BYTES], HOPELESS);
            for (int round = 0; round < PLACE_ROUNDS; round++) {
                long start = System.nanoTime();
                candidate.search(0, PLACE_NONCES, scratch);
                long time = System.nanoTime() - start;
                if (time < shortest) {
                    shortest = time;
                    best = candidate;
                }
            }
        }
        take(best);
    }

    private void take(Engine engine) {
        if (header != null && target != null)
            engine.aim(header, target);
        current = engine;
    }

    private void openWindow(long now) {
        windowEnd = now + WINDOW.toNanos();
        windowCpu = Threads.cpuTime();
        windowHashes = 0;
        windowHits = 0;
    }

    /** By the thread's own time, so that a busy machine is not taken for a slow engine. */
    private void closeWindow(VectorEngine.Plan searched, long now) {
        double seconds = (Threads.cpuTime() - windowCpu) / 1e9;
        double rate = windowHashes / seconds;
        boolean isSlow = seconds > 0 && wish != EngineWish.VECTOR && rate < trial.portableRate() / 2;
        slowWindows = isSlow ? slowWindows + 1 : 0;
        windowsHere++;
        if (slowWindows >= SLOW_WINDOWS)
            trial.collapsed(searched, rate);
        else if (windowsHere >= MOST_WINDOWS_HERE)
            placeAnew(searched);
        openWindow(now);
    }
}
