package org.jackblockchain.node;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.jackblockchain.chain.Chain;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.mempool.Acceptance;
import org.jackblockchain.mempool.Mempool;
import org.jackblockchain.mempool.MempoolEntry;
import org.jackblockchain.mempool.PackageAcceptance;
import org.jackblockchain.mining.TxSource;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;

/** What an operator asks of the memory pool. */
final class TransactionDesk {
    private final Mempool pool;
    private final Chain chain;

    TransactionDesk(Mempool pool, Chain chain) {
        this.pool = pool;
        this.chain = chain;
    }

    /** Whoever hands in a transaction that is here wants it announced again. */
    Outcome submit(Transaction tx, OptionalLong maximumFee, Instant now) {
        if (pool.isMined(tx))
            return new Outcome.AlreadyMined();
        if (pool.contains(tx.txid()))
            return new Outcome.AlreadyThere();
        if (maximumFee.isPresent()) {
            Acceptance tried = pool.tryOne(tx, now);
            if (!(tried instanceof Acceptance.Accepted accepted))
                return new Outcome.OfTransaction(tried);
            if (accepted.entry().fee() > maximumFee.getAsLong())
                return new Outcome.TooDear();
        }
        Acceptance acceptance = pool.accept(tx, now);
        pool.markUnbroadcast(tx.txid());
        return new Outcome.OfTransaction(acceptance);
    }

    Outcome tryOut(List<Transaction> transactions, Instant now) {
        return transactions.size() == 1
                ? new Outcome.OfTransaction(pool.tryOne(transactions.getFirst(), now))
                : new Outcome.OfPackage(pool.tryTogether(transactions, now));
    }

    Outcome submit(Request.SubmitPackage wish, Instant now) {
        PackageAcceptance acceptance = pool.acceptPackage(wish.transactions(), wish.maximumRate(), now);
        wish.transactions().forEach(tx -> pool.markUnbroadcast(tx.txid()));
        return new Outcome.OfPackage(acceptance);
    }

    /** What waited too long already is left out. */
    Outcome restore(List<SavedTransaction> saved, Instant now) {
        Duration expiry = pool.policy().expiry();
        int taken = 0;
        for (SavedTransaction one : saved) {
            Instant came = Instant.ofEpochSecond(one.time());
            if (!came.isAfter(now.minus(expiry)))
                continue;
            Acceptance acceptance = pool.restore(one.transaction(), came, now);
            if (!(acceptance instanceof Acceptance.Accepted))
                continue;
            taken++;
            if (one.unbroadcast())
                pool.markUnbroadcast(one.transaction().txid());
        }
        return new Outcome.Restored(taken);
    }

    Outcome coins(List<OutPoint> places, boolean inPool) {
        return new Outcome.Coins(places.stream().map(place -> coin(place, inPool)).toList(), chain.tip());
    }

    private Optional<Coin> coin(OutPoint place, boolean inPool) {
        return inPool ? pool.coin(place) : chain.coin(place);
    }

    static TxSource source(Mempool pool) {
        return () -> pool.snapshotEntries().stream().map(TransactionDesk::waiting).toList();
    }

    private static TxSource.Waiting waiting(MempoolEntry entry) {
        return new TxSource.Waiting(entry.transaction(), entry.fee(), entry.modifiedFee(), entry.virtualSize(),
                entry.sigopCost(), entry.parents());
    }
}
