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

    /** The last block that was in the active chain before and after. */
    public BlockEntry fork() {
        BlockEntry lowest = disconnected.isEmpty() ? connected.getFirst() : disconnected.getLast();
        BlockEntry fork = lowest.parent();
        if (fork == null)
            throw new IllegalStateException("genesis never moves");
        return fork;
    }

    /** The last block of the active chain now. */
    public BlockEntry tip() {
        return connected.isEmpty() ? fork() : connected.getLast();
    }

    public boolean isReorganization() {
        return !disconnected.isEmpty();
    }
}
