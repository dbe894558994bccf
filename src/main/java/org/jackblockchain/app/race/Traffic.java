package org.jackblockchain.app.race;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

import org.jackblockchain.app.RunningNode;
import org.jackblockchain.app.config.PayoutKey;
import org.jackblockchain.app.wallet.SelfPayments;
import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.mempool.Acceptance;
import org.jackblockchain.node.Outcome;
import org.jackblockchain.node.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Transactions for a race: each node spends what it has won, a few times a second. One virtual thread a node. */
final class Traffic {
    private static final Logger LOG = LoggerFactory.getLogger(Traffic.class);
    /** Of rewards, in blocks: transactions are to be seen soon after the start. */
    static final int MATURITY = 5;

    private final int maturity;
    private final double perNode;
    private final AtomicLong sent = new AtomicLong();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    /** @param perNode transactions a second; with 0 there are none */
    Traffic(double perNode, int maturity) {
        this.perNode = perNode;
        this.maturity = maturity;
    }

    /** Lets one more node pay. */
    void join(RunningNode node, PayoutKey payout) {
        if (perNode <= 0)
            return;
        var connected = new ConcurrentLinkedQueue<BlockEntry>();
        node.onTipMoved(change -> connected.addAll(change.connected()));
        threads.add(Thread.ofVirtual().name("traffic").start(() -> flow(node, payout, connected)));
    }

    /** How many transactions the nodes have taken. */
    long sent() {
        return sent.get();
    }

    private void flow(RunningNode node, PayoutKey payout, ConcurrentLinkedQueue<BlockEntry> connected) {
        var payments = new SelfPayments(payout, maturity);
        Duration pause = Duration.ofNanos((long) (Duration.ofSeconds(1).toNanos() / perNode));
        try {
            while (!node.ended().isDone()) {
                Thread.sleep(pause);
                for (BlockEntry block = connected.poll(); block != null; block = connected.poll()) {
                    int height = block.height();
                    node.blocks().block(block.hash()).ifPresent(body -> payments.mined(body, height));
                }
                Optional<SelfPayments.Next> next = payments.next(node.view().tip().height());
                if (next.isPresent())
                    handIn(next.get(), payments, node);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the race is over
        }
    }

    private void handIn(SelfPayments.Next next, SelfPayments payments, RunningNode node) throws InterruptedException {
        Optional<Outcome> outcome = node.ask(new Request.SubmitTransaction(next.transaction(), OptionalLong.empty()));
        switch (outcome.orElse(new Outcome.Done())) {
            case Outcome.OfTransaction(Acceptance.Refused refused) -> {
                LOG.debug("a payment is refused: {}", refused.text());
                // long chains get shorter with the next block; anything else does not become right
                if (refused.kind() == Acceptance.Kind.MEMPOOL_POLICY)
                    payments.postponed(next);
            }
            case Outcome.OfTransaction _ -> {
                payments.taken(next);
                sent.incrementAndGet();
            }
            default -> payments.postponed(next);
        }
    }

    /** Nobody pays any more. */
    void end() throws InterruptedException {
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads)
            thread.join();
    }
}
