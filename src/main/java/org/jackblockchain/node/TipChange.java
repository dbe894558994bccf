package org.jackblockchain.node;

import java.time.Instant;
import java.util.List;

import org.jackblockchain.chain.BlockEntry;

/** How the active chain moved, the old tip first and the new tip last, and when this node moved. */
public record TipChange(List<BlockEntry> disconnected, List<BlockEntry> connected, Instant at) {
    public TipChange {
        disconnected = List.copyOf(disconnected);
        connected = List.copyOf(connected);
    }

    public boolean isReorganization() {
        return !disconnected.isEmpty();
    }
}
