package org.jackblockchain.consensus.script;

import java.util.List;
import java.util.Optional;

import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxOut;
import org.jspecify.annotations.Nullable;

/**
 * A transaction and what it spends, made once for all its inputs: what the hashes of several signatures have in
 * common is computed when it is first asked for, and kept. Several threads may share one.
 */
public final class SignedTransaction {
    private final Transaction tx;
    private final List<Optional<TxOut>> spent;
    private final boolean complete;

    // computed at most a few times over, always to the same bytes
    private volatile @Nullable SharedHashes hashes;
    private volatile @Nullable SpentHashes spentHashes;
    private volatile @Nullable LegacyParts legacy;

    private SignedTransaction(Transaction tx, List<Optional<TxOut>> spent) {
        if (spent.size() != tx.inputs().size())
            throw new IllegalArgumentException(spent.size() + " outputs for " + tx.inputs().size() + " inputs");
        this.tx = tx;
        this.spent = List.copyOf(spent);
        this.complete = this.spent.stream().allMatch(Optional::isPresent);
    }

    /**
     * @param spent the outputs that the inputs spend, in their order
     * @throws IllegalArgumentException unless there are as many outputs as inputs
     */
    public static SignedTransaction of(Transaction tx, List<TxOut> spent) {
        return new SignedTransaction(tx, spent.stream().map(Optional::of).toList());
    }

    /**
     * Where some of what is spent is not known, as for one who signs his own input alone. Taproot needs all of it.
     *
     * @throws IllegalArgumentException unless there are as many places for outputs as inputs
     */
    public static SignedTransaction partlyKnown(Transaction tx, List<Optional<TxOut>> spent) {
        return new SignedTransaction(tx, spent);
    }

    public Transaction transaction() {
        return tx;
    }

    /** The output that an input spends, if it is known. */
    public Optional<TxOut> spent(int input) {
        return spent.get(input);
    }

    /** Whether every output that is spent is known. */
    public boolean isComplete() {
        return complete;
    }

    SharedHashes hashes() {
        SharedHashes known = hashes;
        if (known == null) {
            known = SharedHashes.of(tx);
            hashes = known;
        }
        return known;
    }

    /** Only of a complete one. */
    SpentHashes spentHashes() {
        SpentHashes known = spentHashes;
        if (known == null) {
            known = SpentHashes.of(spent.stream().map(Optional::orElseThrow).toList());
            spentHashes = known;
        }
        return known;
    }

    LegacyParts legacy() {
        LegacyParts known = legacy;
        if (known == null) {
            known = LegacyParts.of(tx);
            legacy = known;
        }
        return known;
    }
}
