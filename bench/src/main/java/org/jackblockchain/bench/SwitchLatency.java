package org.jackblockchain.bench;

import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.miner.EngineWish;
import org.jackblockchain.miner.Engines;
import org.jackblockchain.miner.Miner;
import org.jackblockchain.miner.MinerSettings;
import org.jackblockchain.miner.MinerView;
import org.jackblockchain.mining.BlockTemplate;
import org.jackblockchain.mining.Draft;
import org.jackblockchain.mining.EngineFactory;

/**
 * How long a new template takes to reach every mining thread: from {@code Miner.work} to the last thread ready to
 * search it. The miner measures it itself, so that whoever watches can sleep and takes no CPU from the threads.
 *
 * <p>Arguments: threads (2), templates (2000), milliseconds between two templates (20), templates before these, while
 * the JVM's compiler still takes the processors (2000), engine (the fastest, or plain).
 */
public final class SwitchLatency {
    /** So many templates, then a rest: a run at real-time priority is throttled if it never rests. */
    private static final int BURST = 100;
    private static final Duration BURST_REST = Duration.ofMillis(600);

    private SwitchLatency() {}

    public static void main(String[] args) throws InterruptedException {
        int threads = argument(args, 0, 2);
        int templates = argument(args, 1, 2_000);
        int pause = argument(args, 2, 20);
        int warmUp = argument(args, 3, 2_000);
        EngineFactory engines = args.length > 4 && args[4].equals("plain") ? PlainEngine::new : chosen();
        BlockEntry genesis = Chains.genesis();
        var chance = new Random(1);
        try (var miner = new Miner(engines, MinerSettings.of(threads), chance, Clock.systemUTC(), _ -> {})) {
            long[] stale = new long[templates];
            long[] slowest = new long[templates];
            for (int i = -warmUp; i < templates; i++) {
                BlockTemplate template = Chains.hopeless(genesis, "block " + i);
                miner.work(Optional.of(Draft.of(template)));
                // who looked meanwhile would take the processor from those it watches
                Thread.sleep(pause, chance.nextInt(1_000_000));
                awaitAll(miner, i + warmUp + 1);
                if (i >= 0) {
                    stale[i] = slowest(miner, MinerView.OneThread::lastStale);
                    slowest[i] = slowest(miner, MinerView.OneThread::lastSwitch);
                }
                if (i % BURST == 0) {
                    miner.work(Optional.empty());
                    Thread.sleep(BURST_REST);
                }
            }
            report(miner.view());
            report("until the last hash on the old template", stale);
            report("until every thread was on the new one", slowest);
        }
    }

    private static Engines chosen() throws InterruptedException {
        Engines engines = Engines.of(EngineWish.AUTO);
        engines.awaitChoice(Duration.ofMinutes(1));
        return engines;
    }

    private static void awaitAll(Miner miner, long templates) throws InterruptedException {
        while (!miner.view().threads().stream().allMatch(thread -> thread.switches() >= templates))
            Thread.sleep(1);
    }

    private static long slowest(Miner miner, Function<MinerView.OneThread, Duration> time) {
        return miner.view().threads().stream().mapToLong(thread -> time.apply(thread).toNanos()).max().orElseThrow();
    }

    private static void report(MinerView view) {
        int round = view.threads().stream().mapToInt(MinerView.OneThread::roundSize).max().orElseThrow();
        System.out.printf("%d threads, engine %s, rounds of %d nonces, %.2f million hashes a second%n",
                view.threads().size(), view.engine(), round, view.rate().last15() / 1e6);
    }

    private static void report(String what, long[] nanos) {
        System.out.printf("%s, of %d:%n", what, nanos.length);
        for (double share : new double[]{0.5, 0.9, 0.99, 0.999})
            System.out.printf("  p%-5s %8.3f ms%n", 100 * share, Chains.percentile(nanos, share) / 1e6);
        System.out.printf("  max    %8.3f ms%n", Arrays.stream(nanos).max().orElseThrow() / 1e6);
    }

    private static int argument(String[] args, int index, int otherwise) {
        return args.length > index ? Integer.parseInt(args[index]) : otherwise;
    }
}
