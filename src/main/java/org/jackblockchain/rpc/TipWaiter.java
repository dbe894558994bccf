package org.jackblockchain.rpc;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

import org.jackblockchain.node.NodeView;

/** Waits for the chain to be as a caller wants it. */
final class TipWaiter {
    private final RpcNode node;
    private final Slots slots;

    TipWaiter(RpcNode node, Slots slots) {
        this.node = node;
        this.slots = slots;
    }

    /** @return empty when it was not so in time, or the node stops */
    Optional<NodeView> await(Predicate<NodeView> wanted, Duration patience) throws InterruptedException {
        NodeView now = node.view();
        return wanted.test(now)
                ? Optional.of(now)
                : slots.whileWaiting(() -> node.awaitView(wanted, patience));
    }
}
