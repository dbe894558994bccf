package org.jackblockchain.miner;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jackblockchain.consensus.Networks;
import org.jackblockchain.mining.Engine;
import org.jackblockchain.mining.Hits;
import org.jackblockchain.mining.PortableEngine;
import org.jackblockchain.mining.vector.Lanes;
import org.jackblockchain.mining.vector.VectorEngine;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.CompactTarget;
import org.jackblockchain.primitives.MerkleRoot;
import org.jackblockchain.primitives.Target;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warms the vector engine up, tries whether it computes right, and times it against the portable one. There is one for
 * the whole JVM, because what the JVM compiled serves all threads of all miners.
 *
 * <p>The JVM may compile a kernel into something a hundred times slower than it should be, and stay there. Then a new
 * kernel, which is a new class, gets another chance. Should one collapse while it mines, its miners go back to the
 * portable engine and the trial starts anew.
 */
final class EngineTrial implements Trial {
    private static final Logger LOG = LoggerFactory.getLogger(EngineTrial.class);

    /** Bitcoin's first block, whose nonce everybody knows. */
    private static final BlockHeader KNOWN = new BlockHeader(1, BlockHash.ZERO,
            MerkleRoot.of("4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b"), 1231006505L,
            CompactTarget.of("1d00ffff"), 0);
    private static final long KNOWN_NONCE = 2083236893L;
    private static final int AROUND_KNOWN = 1 << 10;
    /** So easy that the way of a hit is compiled along with the rest. */
    private static final Target EASY = Target.of(BigInteger.TWO.pow(256 - 12));

    private static final int ATTEMPTS = 3;
    private static final int ROUND = 1 << 12;
    private static final Duration SLICE = Duration.ofMillis(100);
    /** Even a slow machine has compiled a kernel by then, unless it never will. */
    private static final int MOST_SLICES = 150;
    /** Slices in a row that were no faster than the fastest before: then all is compiled. */
    private static final int STEADY_SLICES = 3;
    private static final double FASTER = 1.05;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private static final EngineTrial SHARED = new EngineTrial();

    private final AtomicBoolean begun = new AtomicBoolean();
    private final CountDownLatch decided = new CountDownLatch(1);
    private final Semaphore collapsed = new Semaphore(0);
    private volatile Verdict verdict = new Verdict.Warming();
    private volatile double portableRate;

    private EngineTrial() {}

    /** The JVM's. */
    static EngineTrial shared() {
        return SHARED;
    }

    @Override
    public void begin() {
        if (begun.compareAndSet(false, true))
            Thread.ofPlatform().name("engine-trial").daemon().start(this::run);
    }

    @Override
    public Verdict verdict() {
        return verdict;
    }

    @Override
    public double portableRate() {
        return portableRate;
    }

    void awaitDecision(Duration patience) throws InterruptedException {
        // Either is fine: who asks looks at the verdict.
        boolean _ = decided.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void collapsed(VectorEngine.Plan plan, double rate) {
        if (!(verdict instanceof Verdict.Fit fit) || fit.plan() != plan)
            return;
        LOG.warn("the vector engine fell to {}, so the portable one mines until it is well again", text(rate));
        verdict = new Verdict.Warming();
        collapsed.release();
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        try {
            while (true) {
                verdict = decide();
                tell(verdict);
                decided.countDown();
                if (verdict instanceof Verdict.Unfit)
                    return;
                collapsed.acquire();
                Thread.sleep(pause);
                Duration longer = pause.multipliedBy(2);
                pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | LinkageError e) {
            LOG.error("the vector engine cannot be tried; the portable one mines", e);
            verdict = new Verdict.Unfit("its trial failed: " + e);
            decided.countDown();
        }
    }

    private void tell(Verdict told) {
        switch (told) {
            case Verdict.Unfit(String why) -> LOG.info("engine portable, {}: {}", text(portableRate), why);
            case Verdict.Fit(_, double rate, boolean isFaster) -> LOG.info("engine {}: vector {}, portable {} a thread",
                    isFaster ? VectorEngine.NAME : PortableEngine.NAME, text(rate), text(portableRate));
            case Verdict.Warming _ -> throw new IllegalStateException("not decided");
        }
    }

    private Verdict decide() {
        portableRate = Math.max(portableRate, fastest(new PortableEngine(), STEADY_SLICES));
        Optional<Integer> lanes = Lanes.preferred();
        if (lanes.isEmpty())
            return new Verdict.Unfit("this JVM runs without --add-modules jdk.incubator.vector");
        for (int attempt = 1;; attempt++) {
            var plan = new VectorEngine.Plan(lanes.get());
            if (!findsKnownNonce(plan.engine()))
                return new Verdict.Unfit("the vector engine does not find the nonce of Bitcoin's first block");
            double rate = fastest(plan.engine(), MOST_SLICES);
            if (rate > portableRate || attempt == ATTEMPTS)
                return new Verdict.Fit(plan, rate, rate > portableRate);
            LOG.info("the vector engine stays at {}; trying once more", text(rate));
        }
    }

    private static boolean findsKnownNonce(Engine engine) {
        var hits = new Hits();
        engine.aim(KNOWN.toBytes(), KNOWN.bits().target().orElseThrow());
        engine.search(KNOWN_NONCE - AROUND_KNOWN, 2 * AROUND_KNOWN, hits);
        return List.of((int) KNOWN_NONCE).equals(Arrays.stream(hits.toArray()).boxed().toList());
    }

    /** Of slices until they get no faster; what is slower than the portable engine may still be about to be. */
    private double fastest(Engine engine, int mostSlices) {
        engine.aim(Networks.JBC.genesis().header().toBytes(), EASY);
        var hits = new Hits();
        double fastest = 0;
        int steady = 0;
        long nonce = 0;
        for (int slice = 0; slice < mostSlices && (steady < STEADY_SLICES || fastest < portableRate); slice++) {
            long start = System.nanoTime();
            long hashes = 0;
            do {
                hits.clear();
                engine.search(nonce, ROUND, hits);
                nonce = (nonce + ROUND) % Engine.NONCES;
                hashes += ROUND;
            } while (System.nanoTime() - start < SLICE.toNanos());
            double rate = hashes / ((System.nanoTime() - start) / 1e9);
            steady = rate > fastest * FASTER ? 0 : steady + 1;
            fastest = Math.max(fastest, rate);
        }
        return fastest;
    }

    private static String text(double hashesPerSecond) {
        return String.format(Locale.ROOT, "%.1f MH/s", hashesPerSecond / 1e6);
    }
}
