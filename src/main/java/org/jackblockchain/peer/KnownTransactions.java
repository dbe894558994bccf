package org.jackblockchain.peer;

import java.util.function.Consumer;

import org.jackblockchain.primitives.Transaction;

/** Where compact blocks look for transactions that need not be sent again. */
public interface KnownTransactions {
    /** Shows each one; those that are more likely in a block come first. */
    void forEach(Consumer<Transaction> visitor);
}
