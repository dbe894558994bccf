package org.jackblockchain.chain;

import java.util.List;

/**
 * What one move of the active chain came to.
 *
 * @param disconnected blocks that left it, the old tip first
 * @param connected blocks that joined it, the new tip last
 * @param refused blocks that turned out invalid when it was their turn; the chain then moved elsewhere or nowhere
 * @param beyondFinality tips with more work than ours that the finality rule keeps out: the operator should know
 */
public record ChainChange(List<BlockEntry> disconnected, List<BlockEntry> connected, List<InvalidBlock> refused,
        List<BlockEntry> beyondFinality) {
    public ChainChange {
        disconnected = List.copyOf(disconnected);
        connected = List.copyOf(connected);
        refused = List.copyOf(refused);
        beyondFinality = List.copyOf(beyondFinality);
    }

    public boolean movedTip() {
        return !connected.isEmpty() || !disconnected.isEmpty();
    }

    boolean isNothing() {
        return !movedTip() && refused.isEmpty() && beyondFinality.isEmpty();
    }
}
