package org.jackblockchain.chain;

import org.jackblockchain.consensus.Fault;

/** A block whose body was stored, but which broke a rule when it was its turn to be connected. */
public record InvalidBlock(BlockEntry block, Fault fault) {}
