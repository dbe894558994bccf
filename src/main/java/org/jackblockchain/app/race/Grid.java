package org.jackblockchain.app.race;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jackblockchain.app.RunningNode;
import org.jackblockchain.app.config.PayoutKey;
import org.jackblockchain.mining.Tag;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.peer.PeerView;
import org.jackblockchain.primitives.BlockHash;

/** The racers' nodes: started together, mining when told to, stopped together. */
final class Grid implements AutoCloseable {
    private final NodeStarter starter;
    private final List<RunningNode> nodes;

    private Grid(NodeStarter starter, List<RunningNode> nodes) {
        this.starter = starter;
        this.nodes = new CopyOnWriteArrayList<>(nodes);
    }

    /**
     * Starts all nodes at the same time, at rest. Each calls those before it, so that there is one line between any
     * two.
     *
     * @throws RuntimeException as one of them threw; then none runs
     */
    static Grid start(List<Racer> racers, NodeStarter starter) throws InterruptedException {
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / racers.size());
        return new Grid(starter, together(racers,
                racer -> starter.start(racer, racers.stream().limit(racer.index()).toList(), threads)));
    }

    /**
     * One more node, at rest and connected to nobody. Called by one thread at a time.
     *
     * @throws RuntimeException if it cannot start
     */
    RunningNode join(Racer racer, int threads) {
        RunningNode node = starter.start(racer, List.of(), threads);
        nodes.add(node);
        return node;
    }

    /** Runs one start on a thread each; when one fails, what the others started is closed. */
    private static List<RunningNode> together(List<Racer> racers, Function<Racer, RunningNode> start)
            throws InterruptedException {
        var started = new ArrayList<RunningNode>();
        RuntimeException failure = null;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<RunningNode>> starting = racers.stream().map(racer -> threads.submit(() -> start.apply(racer)))
                    .toList();
            for (Future<RunningNode> node : starting) {
                try {
                    started.add(node.get());
                } catch (ExecutionException e) {
                    failure = e.getCause() instanceof RuntimeException why ? why : new IllegalStateException(e);
                }
            }
        }
        if (failure != null) {
            started.forEach(RunningNode::close);
            throw failure;
        }
        return started;
    }

    /** What a racer's rewards are paid to. */
    PayoutKey payout(Racer racer) {
        return starter.payout(racer);
    }

    /** Waits until everybody is connected to everybody, but not forever: a race can start without that. */
    void awaitConnections(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        for (RunningNode node : nodes) {
            var left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            node.awaitView(view -> view.peers().stream().filter(PeerView::ready).count() >= nodes.size() - 1, left);
        }
    }

    /** Calls {@code action} when somebody asks a node to stop. */
    void onStopWish(Runnable action) {
        for (RunningNode node : nodes) {
            var _ = node.stopWished().thenRun(action);
        }
    }

    /** Everybody mines, up to the block at this height. */
    void mineUpTo(int height) {
        nodes.forEach(node -> node.mineUpTo(height));
    }

    void rest() {
        mineUpTo(NodeStarter.AT_REST);
    }

    List<RunningNode> nodes() {
        return Collections.unmodifiableList(nodes);
    }

    NodeView view(int racer) {
        return nodes.get(racer).view();
    }

    /** The miner's words in a block that some node has; empty if none has it. */
    String tag(BlockHash hash) {
        return nodes.stream().flatMap(node -> node.blocks().block(hash).stream()).findFirst().map(Tag::of).orElse("");
    }

    /** Why a node has ended, if one has: a race goes on with all or not at all. */
    Optional<Throwable> failure() {
        return nodes.stream().map(RunningNode::ended).filter(ended -> ended.isCompletedExceptionally())
                .map(ended -> ended.exceptionNow()).findFirst();
    }

    @Override
    public void close() {
        // a node waits for its peers to hear goodbye, so one after the other would take long
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            nodes.forEach(node -> threads.execute(node::close));
        }
    }
}
