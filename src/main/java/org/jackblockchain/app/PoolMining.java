package org.jackblockchain.app;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

import org.jackblockchain.app.config.UserError;
import org.jackblockchain.miner.Miner;
import org.jackblockchain.miner.MinerSettings;
import org.jackblockchain.miner.MinerView;
import org.jackblockchain.mining.Hit;
import org.jackblockchain.stratum.PoolClient;
import org.jackblockchain.stratum.PoolSettings;
import org.jackblockchain.stratum.PoolView;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Our engine at work for a pool, running: what {@code jbc mine --pool} runs. */
public final class PoolMining implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PoolMining.class);
    /** How often it says how it goes. */
    private static final Duration REPORT = Duration.ofSeconds(10);

    private final Parts parts = new Parts();
    private final Miner miner;
    private final PoolClient client;

    /** @throws UserError for what the operator can mend */
    public static PoolMining start(PoolSettings pools, MinerSettings how) {
        return new PoolMining(pools, how);
    }

    private PoolMining(PoolSettings pools, MinerSettings how) {
        var client = new AtomicReference<PoolClient>();
        try {
            miner = parts.add(new Miner(RunningNode.engines(how.engine()), how, new SecureRandom(),
                    InstantSource.system(), hit -> pass(hit, client.get())));
            this.client = parts.add(PoolClient.start(pools, InstantSource.system(), miner::work));
            client.set(this.client);
        } catch (IOException e) {
            var error = new UserError("cannot mine for a pool: " + e.getMessage(), e);
            parts.closeAfter(error);
            throw error;
        } catch (RuntimeException | Error e) {
            parts.closeAfter(e);
            throw e;
        }
    }

    private static void pass(Hit hit, @Nullable PoolClient client) {
        if (client != null)
            client.found(hit);
    }

    public PoolView pool() {
        return client.view();
    }

    public MinerView miner() {
        return miner.view();
    }

    /** Says how it goes, now and then, until somebody wishes to stop. */
    public void report(StopSignal signal) throws InterruptedException {
        while (!signal.await(REPORT)) {
            PoolView pool = pool();
            if (pool.pool().isPresent()) {
                LOG.info("{}, {} accepted, {} rejected, difficulty {}", Quantities.rate(miner().rate().last15()),
                        pool.accepted(), pool.rejected(), "%.4g".formatted(pool.difficulty()));
            } else {
                LOG.info("no pool; {} accepted, {} rejected so far", pool.accepted(), pool.rejected());
            }
        }
    }

    @Override
    public void close() {
        parts.close();
    }
}
