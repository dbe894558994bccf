package org.jackblockchain.node;

import org.jackblockchain.primitives.Transaction;

/**
 * A transaction that waited when a node stopped.
 *
 * @param time when it came, in seconds since 1970
 * @param feeDelta what the operator had added to its fee
 */
public record SavedTransaction(Transaction transaction, long time, long feeDelta) {}
