package org.jackblockchain.peer;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.Txid;
import org.jackblockchain.primitives.Wtxid;

/** The memory pool, as relay sees it. */
public interface TxPool extends KnownTransactions {
    /** What became of a transaction that was offered. */
    sealed interface Verdict {
        /** @param replaced those that it took the place of */
        record Accepted(List<Transaction> replaced) implements Verdict {
            public Accepted {
                replaced = List.copyOf(replaced);
            }
        }

        /** It spends what is neither a coin nor in the pool: perhaps what makes it comes later. */
        record MissingInputs() implements Verdict {}

        /** @param why Core's reject reason, with what shows it */
        record Refused(Reason reason, String why) implements Verdict {}
    }

    /** What kind of rule a refused transaction breaks. */
    enum Reason {
        /** One that everybody agrees on: no honest peer sends it. */
        CONSENSUS,
        /** Ours, today. */
        POLICY,
        /** Ours, about the outputs it spends, whatever its witness is. */
        NONSTANDARD_INPUTS,
        /** Its witness may have been taken away on its way. */
        WITNESS_STRIPPED,
        /** It pays too little by itself; with a child that pays more it may do. */
        LOW_FEE
    }

    /**
     * A transaction of the pool.
     *
     * @param fee in the smallest unit, as the operator weighs it
     * @param ancestors how many of the pool it needs, itself included
     * @param sequence grows with each change of the pool
     */
    record Pooled(Transaction transaction, long fee, int virtualSize, int ancestors, long sequence) {}

    Verdict offer(Transaction transaction, Instant now);

    /** Offers a parent that paid too little together with its child; the verdicts in that order. */
    List<Verdict> offerTogether(Transaction parent, Transaction child, Instant now);

    Optional<Pooled> find(Txid txid);

    Optional<Pooled> find(Wtxid wtxid);

    /** All of them, in no order that matters. */
    List<Pooled> all();

    /** That of the latest change. */
    long sequence();

    /** The rate below which nothing is accepted as the pool is full; in the smallest unit for 1,000 virtual bytes. */
    long minimumFeeRate(Instant now);

    /** The rate that no operator's pool of this configuration goes below. */
    long relayFeeRate();

    /** A peer asked for it, so others have it: {@link #unasked} does not name it any more. */
    void wasRequested(Txid txid);

    /** Those of the operator's that no peer asked for yet. */
    List<Transaction> unasked();

    /** Whether {@link #unasked} names any. */
    boolean hasUnasked();
}
