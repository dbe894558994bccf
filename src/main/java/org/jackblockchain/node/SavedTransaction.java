package org.jackblockchain.node;

import org.jackblockchain.primitives.Transaction;

/**
 * A transaction that waited when a node stopped.
 *
 * @param time when it came, in seconds since 1970
 * @param unbroadcast whether it was the operator's own and no peer had asked for it
 */
public record SavedTransaction(Transaction transaction, long time, boolean unbroadcast) {}
