package org.jackblockchain.miner;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

import org.jackblockchain.mining.Engine;
import org.jackblockchain.mining.Hits;
import org.jackblockchain.mining.PortableEngine;
import org.jackblockchain.mining.vector.VectorEngine;
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

    private final Trial trial;
    private final EngineWish wish;
    private final PortableEngine portable = new PortableEngine();
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private volatile Engine current = portable;
    private VectorEngine.@Nullable Plan plan;
    private byte @Nullable [] header;
    private @Nullable Target target;

    private long windowEnd;
    private long windowCpu;
    private long windowHashes;
    private int slowWindows;

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
        current.search(startNonce, count, hits);
        windowHashes += count;
        long now = System.nanoTime();
        if (plan == null)
            return;
        // To try what may be a hit once more takes time that says nothing of the kernel.
        if (!hits.isEmpty())
            openWindow(now);
        else if (now - windowEnd >= 0)
            closeWindow(plan, now);
    }

    private void follow(Trial.Verdict verdict) {
        switch (verdict) {
            case Trial.Verdict.Fit(var fit, _, boolean isFaster) -> {
                if (plan != fit && (isFaster || wish == EngineWish.VECTOR))
                    begin(fit);
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
        take(fit.engine());
        openWindow(System.nanoTime());
    }

    private void take(Engine engine) {
        if (header != null && target != null)
            engine.aim(header, target);
        current = engine;
    }

    private void openWindow(long now) {
        windowEnd = now + WINDOW.toNanos();
        windowCpu = threads.getCurrentThreadCpuTime();
        windowHashes = 0;
    }

    /** By the thread's own time, so that a busy machine is not taken for a slow engine. */
    private void closeWindow(VectorEngine.Plan searched, long now) {
        double seconds = (threads.getCurrentThreadCpuTime() - windowCpu) / 1e9;
        double rate = windowHashes / seconds;
        boolean isSlow = seconds > 0 && wish != EngineWish.VECTOR && rate < trial.portableRate() / 2;
        slowWindows = isSlow ? slowWindows + 1 : 0;
        if (slowWindows >= SLOW_WINDOWS)
            trial.collapsed(searched, rate);
        openWindow(now);
    }
}
