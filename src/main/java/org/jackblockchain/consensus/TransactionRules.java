package org.jackblockchain.consensus;

import java.util.HashSet;
import java.util.Optional;

import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;

/** What makes a transaction valid whatever it spends, in Core's order. */
public final class TransactionRules {
    static final int MIN_COINBASE_SCRIPT = 2;
    static final int MAX_COINBASE_SCRIPT = 100;
    /** A lock time below is a height, from here on a time in seconds since 1970. */
    private static final long LOCK_TIME_THRESHOLD = 500_000_000;

    private TransactionRules() {}

    /** The first rule that the transaction breaks, or empty if it keeps them all. */
    public static Optional<TransactionFault> firstFault(Transaction tx) {
        if (tx.inputs().isEmpty())
            return Optional.of(TransactionFault.NO_INPUTS);
        if (tx.outputs().isEmpty())
            return Optional.of(TransactionFault.NO_OUTPUTS);
        if ((long) tx.strippedSize() * BlockRules.WITNESS_SCALE > BlockRules.MAX_WEIGHT) {
            return Optional.of(TransactionFault.TOO_LARGE);
        }
        return amountFault(tx).or(() -> inputFault(tx));
    }

    private static Optional<TransactionFault> amountFault(Transaction tx) {
        long total = 0;
        for (TxOut output : tx.outputs()) {
            if (output.value() < 0)
                return Optional.of(TransactionFault.NEGATIVE_OUTPUT);
            if (output.value() > Amounts.MAX_MONEY)
                return Optional.of(TransactionFault.OUTPUT_TOO_LARGE);
            total += output.value();
            if (!Amounts.inRange(total))
                return Optional.of(TransactionFault.TOTAL_TOO_LARGE);
        }
        return Optional.empty();
    }

    private static Optional<TransactionFault> inputFault(Transaction tx) {
        if (spendsTwice(tx))
            return Optional.of(TransactionFault.DUPLICATE_INPUTS);
        if (tx.isCoinbase()) {
            int length = tx.inputs().getFirst().scriptSig().length();
            boolean fits = length >= MIN_COINBASE_SCRIPT && length <= MAX_COINBASE_SCRIPT;
            return fits ? Optional.empty() : Optional.of(TransactionFault.COINBASE_SCRIPT_LENGTH);
        }
        boolean spendsNothing = tx.inputs().stream().anyMatch(input -> input.previous().equals(OutPoint.COINBASE));
        return spendsNothing ? Optional.of(TransactionFault.SPENDS_NOTHING) : Optional.empty();
    }

    private static boolean spendsTwice(Transaction tx) {
        if (tx.inputs().size() == 1)
            return false;
        var spent = new HashSet<OutPoint>();
        for (TxIn input : tx.inputs()) {
            if (!spent.add(input.previous()))
                return true;
        }
        return false;
    }

    /**
     * Whether the transaction may stand in a block.
     *
     * @param cutoff the block's time, or the median time past before it where BIP113 binds
     */
    public static boolean isFinal(Transaction tx, int height, long cutoff) {
        long lock = tx.lockTime() & 0xffff_ffffL;
        if (lock == 0 || lock < (lock < LOCK_TIME_THRESHOLD ? height : cutoff))
            return true;
        return tx.inputs().stream().allMatch(input -> input.sequence() == TxIn.FINAL);
    }
}
