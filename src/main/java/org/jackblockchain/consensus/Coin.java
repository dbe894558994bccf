package org.jackblockchain.consensus;

import org.jackblockchain.primitives.TxOut;

/** An output that nobody has spent yet, and what decides when it may be. */
public record Coin(TxOut output, int height, boolean coinbase) {}
