package org.jackblockchain.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.BlockStore;
import org.jackblockchain.net.Uninterrupted;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.rpc.IndexProgress;
import org.jackblockchain.store.BlockIndex;
import org.jackblockchain.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the chain to an index, by a thread of its own: behind the node while it catches up, and block
 * by block from then on. A disk that breaks ends the index, not the node.
 */
final class Indexer implements IndexProgress, AutoCloseable {
    /** Waits for the node to have another tip than this. */
    interface Chain {
        Optional<NodeView> awaitTipBeside(BlockEntry known, Duration patience) throws InterruptedException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Indexer.class);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** Who asks for a transaction waits so long for blocks that the node has and the index not yet. */
    private static final Duration CALLERS_PATIENCE = Duration.ofSeconds(30);
    private static final int BLOCKS_AT_ONCE = 64;
    /** Of the blocks that are taken in at once; the first of them may be larger. */
    private static final int BYTES_AT_ONCE = 4_000_000;

    private final String name;
    private final BlockIndex index;
    private final BlockStore blocks;
    private final Chain chain;
    private final BlockEntry genesis;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final Thread thread;
    private volatile BlockEntry best;
    private volatile boolean synced;
    private volatile boolean ended;

    private Indexer(String name, BlockIndex index, BlockStore blocks, Chain chain, BlockEntry best) {
        this.name = name;
        this.index = index;
        this.blocks = blocks;
        this.chain = chain;
        this.best = best;
        this.genesis = best.ancestor(0);
        this.thread = Thread.ofPlatform().name(name.replace(" ", "")).unstarted(this::run);
    }

    /**
     * Begins where the index is.
     *
     * @param name as Core calls it
     * @param headers of all blocks that the node knows
     */
    static Indexer of(String name, BlockIndex index, BlockStore blocks, Chain chain, BlockEntry tip,
            Function<BlockHash, Optional<BlockEntry>> headers) {
        BlockEntry best = index.tip().flatMap(headers).orElse(tip.ancestor(0));
        return new Indexer(name, index, blocks, chain, best);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            LOG.info("{} thread start", name);
            while (!Thread.interrupted()) {
                Optional<NodeView> view = chain.awaitTipBeside(best, synced ? PATIENCE : Duration.ZERO);
                if (view.isPresent())
                    follow(view.get().tip());
                else if (!synced)
                    arrived();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (StoreException | IllegalStateException e) {
            LOG.error(name + " ends", e);
        } finally {
            LOG.info("{} thread exit", name);
            ended = true;
            tell();
        }
    }

    private void arrived() {
        synced = true;
        LOG.info("{} is enabled at height {}", name, best.height());
        tell();
    }

    private void follow(BlockEntry tip) throws InterruptedException {
        BlockEntry fork = best.forkWith(tip);
        if (fork != best) {
            index.rewind(fork.hash());
            best = fork;
        }
        while (best != tip) {
            if (Thread.interrupted())
                throw new InterruptedException();
            add(tip);
            tell();
        }
    }

    /** Some more blocks on the way to the tip. */
    private void add(BlockEntry tip) {
        List<Block> some = new ArrayList<>();
        int bytes = 0;
        int height = best.height();
        while (height < tip.height() && some.size() < BLOCKS_AT_ONCE && bytes < BYTES_AT_ONCE) {
            height++;
            BlockEntry entry = tip.ancestor(height);
            Block block = blocks.block(entry.hash())
                    .orElseThrow(() -> new IllegalStateException("the body of " + entry + " is not in the store"));
            some.add(block);
            bytes += block.size();
        }
        index.add(best.height() + 1, some);
        best = tip.ancestor(height);
    }

    private void tell() {
        lock.lock();
        try {
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<BlockEntry> best() {
        return best == genesis && !synced ? Optional.empty() : Optional.of(best);
    }

    @Override
    public boolean isSynced() {
        return synced;
    }

    @Override
    public boolean awaitBlock(BlockEntry tip) throws InterruptedException {
        if (!synced)
            return false;
        long left = CALLERS_PATIENCE.toNanos();
        lock.lockInterruptibly();
        try {
            while (!has(tip) && left > 0 && !ended)
                left = moved.awaitNanos(left);
            return has(tip);
        } finally {
            lock.unlock();
        }
    }

    private boolean has(BlockEntry tip) {
        BlockEntry now = best;
        return now.height() >= tip.height() && now.ancestor(tip.height()) == tip;
    }

    @Override
    public void close() {
        thread.interrupt();
        Uninterrupted.join(thread);
        index.close();
    }
}
