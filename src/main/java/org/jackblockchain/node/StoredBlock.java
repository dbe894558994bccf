package org.jackblockchain.node;

import java.time.Instant;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.primitives.Block;

/**
 * A body that the node has just stored, wherever it came from.
 *
 * @param isActive whether it is in the active chain after the event that brought it; if not, it may join it later
 * @param at when it was stored
 */
public record StoredBlock(BlockEntry entry, Block block, boolean isActive, Instant at) {}
