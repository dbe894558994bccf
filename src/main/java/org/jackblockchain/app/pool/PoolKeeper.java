package org.jackblockchain.app.pool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import org.jackblockchain.mempool.MempoolSnapshot;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.node.Outcome;
import org.jackblockchain.node.Request;
import org.jackblockchain.node.SavedTransaction;
import org.jackblockchain.primitives.MalformedException;
import org.jackblockchain.primitives.Txid;
import org.jackblockchain.rpc.PoolImport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a node's memory pool in a file while it does not run. The pool is taken back by a thread of its own, after the
 * node began; it is written when the node has stopped, unless it was not whole yet.
 */
public final class PoolKeeper implements AutoCloseable {
    /** Asks the node for something, and waits; empty if it stops. */
    public interface Node {
        Optional<Outcome> ask(Request request) throws InterruptedException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(PoolKeeper.class);
    /** So many transactions are handed in at once: others want the node's thread as well. */
    private static final int BATCH = 20;
    private static final int TENTHS = 10;

    private final Optional<Path> file;
    private final boolean masked;
    private final RandomGenerator chance;
    private final Node node;
    private final Supplier<NodeView> view;

    /**
     * @param file where it is kept; empty for a node that forgets
     * @param masked as Core since its version 28 writes it
     * @param view of the node as it is now
     */
    public PoolKeeper(Optional<Path> file, boolean masked, RandomGenerator chance, Node node,
            Supplier<NodeView> view) {
        this.file = file;
        this.masked = masked;
        this.chance = chance;
        this.node = node;
        this.view = view;
    }

    /** Takes back what was kept, by a thread that ends with the result. */
    public AutoCloseable startLoading() {
        Thread loader = Thread.ofVirtual().name("mempool").start(this::loadOwn);
        return () -> {
            loader.interrupt();
            loader.join();
        };
    }

    private void loadOwn() {
        try {
            try {
                if (file.isPresent())
                    load(file.get(), PoolImport.OWN);
            } catch (RuntimeException e) {
                LOG.error("the memory pool could not be taken back", e);
            }
            var _ = node.ask(new Request.Restoring(true));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Takes in what a file holds.
     *
     * @return whether all of it could be read; otherwise the log says why, and what was read before is in the pool
     */
    public boolean load(Path from, PoolImport how) throws InterruptedException {
        var intake = new Intake(how);
        try {
            new PoolFile(from).read(intake);
        } catch (NoSuchFileException _) {
            LOG.info("Failed to open mempool file. Continuing anyway.");
            return false;
        } catch (IOException e) {
            LOG.warn("Failed to read mempool file {}: {}. Continuing anyway.", from, e.toString());
            return false;
        } catch (MalformedException e) {
            intake.handIn();
            LOG.warn("Failed to deserialize mempool data on file: {}. Continuing anyway.", e.getMessage());
            return false;
        }
        Outcome.Restored sum = intake.sum;
        LOG.info("Imported mempool transactions from file: {} succeeded, {} failed, {} expired, {} already there, {} "
                + "waiting for initial broadcast", sum.taken(), sum.refused(), sum.expired(), sum.present(),
                intake.waiting);
        return true;
    }

    /**
     * Writes the pool as it is.
     *
     * @return where it is
     */
    public synchronized Path save() throws IOException {
        Path to = file.orElseThrow(() -> new IOException("this node keeps no files"));
        MempoolSnapshot now = view.get().mempool();
        long begun = System.nanoTime();
        LOG.info("Writing {} mempool transactions to file...", now.size());
        LOG.info("Writing {} unbroadcast transactions to file.", now.unbroadcast().size());
        new PoolFile(to).write(now, masked ? Optional.of(chance) : Optional.empty());
        LOG.info("Dumped mempool: {} ms to dump, {} bytes dumped to file",
                Duration.ofNanos(System.nanoTime() - begun).toMillis(), Files.size(to));
        return to.toAbsolutePath();
    }

    /** The node has stopped. A full disk is no reason not to. */
    @Override
    public void close() {
        if (!view.get().mempool().loaded())
            return;
        try {
            save();
        } catch (IOException e) {
            LOG.warn("Failed to dump mempool: {}. Continuing anyway.", e.toString());
        }
    }

    /** Hands what is read to the node. */
    private final class Intake implements PoolFile.Reader {
        private final PoolImport how;
        private final List<SavedTransaction> batch = new ArrayList<>();
        private Outcome.Restored sum = Outcome.Restored.NOTHING;
        private int waiting;
        private long total;
        private long read;

        Intake(PoolImport how) {
            this.how = how;
        }

        @Override
        public void count(long transactions) {
            LOG.info("Loading {} mempool transactions from file...", transactions);
            total = transactions;
        }

        @Override
        public void transaction(SavedTransaction saved) throws InterruptedException {
            long time = how.currentTime() ? view.get().at().getEpochSecond() : saved.time();
            batch.add(new SavedTransaction(saved.transaction(), time, how.feeDeltas() ? saved.feeDelta() : 0));
            if (batch.size() == BATCH)
                handIn();
            read++;
            if (read < total && read * TENTHS / total > (read - 1) * TENTHS / total)
                LOG.info("Progress loading mempool transactions from file: {}% (tried {}, {} remaining)",
                        read * 100 / total, read, total - read);
        }

        void handIn() throws InterruptedException {
            if (!batch.isEmpty() && ask(new Request.Restore(batch)) instanceof Outcome.Restored some)
                sum = sum.and(some);
            batch.clear();
        }

        @Override
        public void deltas(Map<Txid, Long> deltas) throws InterruptedException {
            handIn();
            if (!how.feeDeltas())
                return;
            for (var delta : deltas.entrySet())
                ask(new Request.Prioritise(delta.getKey(), delta.getValue()));
        }

        @Override
        public void unbroadcast(List<Txid> transactions) throws InterruptedException {
            if (!how.unbroadcast())
                return;
            waiting = transactions.size();
            ask(new Request.RestoreUnbroadcast(transactions));
        }

        private Outcome ask(Request request) throws InterruptedException {
            return node.ask(request).orElseThrow(InterruptedException::new);
        }
    }
}
