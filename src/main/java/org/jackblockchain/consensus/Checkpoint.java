package org.jackblockchain.consensus;

import org.jackblockchain.primitives.BlockHash;

/** The only block that a network accepts at a height. */
public record Checkpoint(int height, BlockHash hash) {}
