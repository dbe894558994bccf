package org.jackblockchain.bench;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jackblockchain.miner.EngineWish;
import org.jackblockchain.miner.Engines;
import org.jackblockchain.mining.Engine;
import org.jackblockchain.mining.Hit;
import org.jackblockchain.mining.Hits;
import org.jackblockchain.mining.Rounds;
import org.jackblockchain.mining.Work;
import org.jackblockchain.stratum.PoolAddress;
import org.jackblockchain.stratum.PoolClient;
import org.jackblockchain.stratum.PoolSettings;

/**
 * What many Stratum workers with shares of their own cost a node. A program of its own, in which one thread hashes for
 * all workers in turn: {@code StratumWorkers PORT PROCESS [WORKERS] [SECONDS] [SETTLE]}. It says what share of a core
 * the node's process takes without workers and with them, once their difficulties have settled, and how many shares
 * it accepted.
 */
public final class StratumWorkers {
    private static final int ROUND = 1 << 11;
    /** Rounds of one worker before it is the next one's turn: a few milliseconds. */
    private static final int TURN = 32;

    private StratumWorkers() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        var pool = PoolAddress.parse("stratum+tcp://127.0.0.1:" + args[0]).orElseThrow();
        var node = new ProcessorTime(args[1]);
        int count = args.length > 2 ? Integer.parseInt(args[2]) : 200;
        var seconds = Duration.ofSeconds(args.length > 3 ? Integer.parseInt(args[3]) : 60);
        var settle = Duration.ofSeconds(args.length > 4 ? Integer.parseInt(args[4]) : 60);
        Engines engines = Engines.of(EngineWish.AUTO);
        engines.awaitChoice(Duration.ofMinutes(1));
        var run = new StratumWorkers();
        double without = run.share(node, seconds.dividedBy(3), List.of(), engines.forThread());
        var workers = new ArrayList<Worker>();
        for (int i = 0; i < count; i++)
            workers.add(new Worker(pool, i));
        Engine engine = engines.forThread();
        run.share(node, settle, workers, engine);
        long before = workers.stream().mapToLong(Worker::accepted).sum();
        double with = run.share(node, seconds, workers, engine);
        long accepted = workers.stream().mapToLong(Worker::accepted).sum() - before;
        long rejected = workers.stream().mapToLong(Worker::rejected).sum();
        System.out.printf("%d workers, %.1f shares/s accepted, %d rejected in all: %.2f %% of a core; without them"
                + " %.2f %%; difference %.2f %%%n", count, accepted / (double) seconds.toSeconds(), rejected,
                100 * with, 100 * without, 100 * (with - without));
        workers.forEach(Worker::close);
    }

    /** The share of a core that the node takes in this time, while we hash. */
    private double share(ProcessorTime node, Duration time, List<Worker> workers, Engine engine)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        double used = node.seconds();
        while (System.nanoTime() - begin < time.toNanos()) {
            if (workers.isEmpty())
                Thread.sleep(10);
            for (Worker worker : workers)
                worker.search(engine);
        }
        return (node.seconds() - used) / ((System.nanoTime() - begin) / 1e9);
    }

    /** One connection, and the way through its work. */
    private static final class Worker {
        private final PoolClient client;
        private final long firstExtraNonce;
        private final Hits hits = new Hits();
        private volatile Optional<Work> work = Optional.empty();
        private Optional<Rounds> rounds = Optional.empty();

        Worker(PoolAddress pool, int index) throws IOException {
            firstExtraNonce = (long) index << 32;
            client = PoolClient.start(new PoolSettings(List.of(pool), "worker" + index, "x", "bench/1",
                    Optional.empty()), Clock.systemUTC(), given -> work = given);
        }

        void search(Engine engine) {
            Optional<Work> now = work;
            if (now.isEmpty())
                return;
            Rounds current = roundsOf(now.get());
            engine.aim(current.job().headerBytes(), current.job().target());
            for (int i = 0; i < TURN; i++) {
                long nonce = current.nextNonce();
                hits.clear();
                engine.search(nonce, current.take(ROUND), hits);
                for (int hit = 0; hit < hits.size(); hit++)
                    client.found(new Hit(current.job(), hits.nonce(hit)));
            }
        }

        private Rounds roundsOf(Work now) {
            Rounds next = rounds.filter(last -> last.work().equals(now) && !last.isUsedUp())
                    .orElseGet(() -> rounds.map(last -> last.moveOn(now, Clock.systemUTC().instant()))
                            .orElseGet(() -> Rounds.of(now, firstExtraNonce, Clock.systemUTC().instant())));
            rounds = Optional.of(next);
            return next;
        }

        long accepted() {
            return client.view().accepted();
        }

        long rejected() {
            return client.view().rejected();
        }

        void close() {
            client.close();
        }
    }
}
