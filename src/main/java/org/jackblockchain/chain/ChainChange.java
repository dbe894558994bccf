package org.jackblockchain.chain;

import java.util.List;

/**
 * How the active chain moved: what it lost, the old tip first, and what it gained, the new tip last.
 * Both are empty when a candidate turned out invalid before it could replace the tip.
 */
public record ChainChange(List<BlockEntry> disconnected, List<BlockEntry> connected, List<InvalidBlock> refused) {
    public ChainChange {
        disconnected = List.copyOf(disconnected);
        connected = List.copyOf(connected);
        refused = List.copyOf(refused);
    }

    public boolean movedTip() {
        return !connected.isEmpty() || !disconnected.isEmpty();
    }
}
