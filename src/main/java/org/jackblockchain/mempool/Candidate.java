package org.jackblockchain.mempool;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jackblockchain.consensus.Coin;
import org.jackblockchain.consensus.script.SignedTransaction;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.Txid;
import org.jackblockchain.primitives.Wtxid;
import org.jspecify.annotations.Nullable;

/** A transaction that is being judged, and what was found out about it so far. */
final class Candidate {
    final Transaction tx;
    final Instant came;
    /** Transactions of the pool that spend what it spends; or whose place it would take for another reason. */
    final Set<Txid> conflicts = new LinkedHashSet<>();
    /** What it descends from in the pool. */
    Set<Txid> ancestors = Set.of();
    List<Coin> spent = List.of();
    boolean evictsSibling;
    private @Nullable MempoolEntry entry;
    private @Nullable SignedTransaction signed;

    Candidate(Transaction tx, Instant came) {
        this.tx = tx;
        this.came = came;
    }

    void entry(MempoolEntry alone) {
        entry = alone;
    }

    /** As it would be in the pool, without its relatives. */
    MempoolEntry entry() {
        MempoolEntry known = entry;
        if (known == null)
            throw new IllegalStateException(tx + " was not looked at yet");
        return known;
    }

    SignedTransaction signed() {
        SignedTransaction known = signed;
        if (known == null) {
            known = SignedTransaction.of(tx, spent.stream().map(Coin::output).toList());
            signed = known;
        }
        return known;
    }

    long virtualSize() {
        return entry().virtualSize();
    }

    long modifiedFee() {
        return entry().modifiedFee();
    }

    Wtxid wtxid() {
        return tx.wtxid();
    }

    boolean isTruc() {
        return tx.version() == Truc.VERSION;
    }
}
