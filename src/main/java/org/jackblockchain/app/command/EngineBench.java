package org.jackblockchain.app.command;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.stream.DoubleStream;

import org.jackblockchain.app.RunningNode;
import org.jackblockchain.app.StopSignal;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.miner.Engines;
import org.jackblockchain.miner.Miner;
import org.jackblockchain.miner.MinerSettings;
import org.jackblockchain.mining.Job;
import org.jackblockchain.mining.Work;
import org.jackblockchain.mining.vector.Lanes;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.LittleEndian;
import org.jackblockchain.primitives.Target;

/** Runs the real miner, with its rounds and its looks at the newest work, on work that nobody can do. */
final class EngineBench {
    /** Longer than a kernel takes to be compiled. */
    private static final Duration WARM_UP_PATIENCE = Duration.ofSeconds(60);
    private static final Duration SAMPLE = Duration.ofSeconds(1);
    /** Before the first sample: the meter counts whole seconds, and the first one holds the start. */
    private static final int SECONDS_BEFORE = 2;

    private EngineBench() {}

    /** Rates of whole seconds, in hashes a second. */
    record Result(String engine, double median, double least, double most) {}

    static boolean hasVector() {
        return Lanes.preferred().isPresent();
    }

    /** Empty when the operator ended it. */
    static Optional<Result> run(MinerSettings settings, int seconds, StopSignal signal) throws InterruptedException {
        Engines engines = RunningNode.engines(settings.engine());
        engines.awaitChoice(WARM_UP_PATIENCE);
        var rates = new double[seconds];
        try (var miner = new Miner(engines, settings, new Random(1), Clock.systemUTC(), _ -> {
            throw new IllegalStateException("a hash of 0");
        })) {
            miner.work(Optional.of(new Hopeless()));
            for (int i = -SECONDS_BEFORE; i < seconds; i++) {
                Thread.sleep(SAMPLE);
                if (signal.isWished())
                    return Optional.empty();
                if (i >= 0)
                    rates[i] = miner.view().rate().last1();
            }
            double[] sorted = DoubleStream.of(rates).sorted().toArray();
            return Optional.of(new Result(miner.view().engine(), sorted[seconds / 2], sorted[0], sorted[seconds - 1]));
        }
    }

    /** Work that only a hash of 0 or 1 would do. */
    private record Hopeless() implements Work {
        private static final Target TARGET = new Target(0, 0, 0, 1);
        private static final int MERKLE_ROOT = 36;
        private static final int TIME = 68;

        @Override
        public Job job(long extraNonce, long time) {
            byte[] header = Networks.JBC.genesis().header().toBytes();
            LittleEndian.putLong(header, MERKLE_ROOT, extraNonce);
            LittleEndian.putInt(header, TIME, (int) time);
            return new Header(Bytes.of(header));
        }

        @Override
        public long minTime() {
            return 0;
        }

        @Override
        public int height() {
            return 1;
        }

        @Override
        public boolean endsWithHit() {
            return true;
        }

        @Override
        public boolean welcomes(Job found) {
            return true;
        }

        private record Header(Bytes header) implements Job {
            @Override
            public byte[] headerBytes() {
                return header.toArray();
            }

            @Override
            public Target target() {
                return TARGET;
            }
        }
    }
}
