package org.jackblockchain.node;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.jackblockchain.chain.Chain;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.mempool.Acceptance;
import org.jackblockchain.mempool.Mempool;
import org.jackblockchain.mempool.MempoolEntry;
import org.jackblockchain.mempool.PackageAcceptance;
import org.jackblockchain.mempool.fees.FeeHorizon;
import org.jackblockchain.mempool.fees.RawFee;
import org.jackblockchain.mining.TxSource;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.Txid;

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

    Outcome fee(Request.EstimateFee wish) {
        return new Outcome.Fee(pool.fees().smart(wish.blocks(), wish.conservative()));
    }

    Outcome fees(Request.EstimateRawFee wish) {
        var found = new EnumMap<FeeHorizon, RawFee>(FeeHorizon.class);
        for (FeeHorizon horizon : FeeHorizon.values()) {
            if (wish.blocks() <= horizon.longest())
                found.put(horizon, pool.fees().raw(wish.blocks(), wish.part(), horizon));
        }
        return new Outcome.RawFees(found);
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

    Outcome restore(List<SavedTransaction> saved, Instant now) {
        return saved.stream().map(one -> restore(one, now)).reduce(Outcome.Restored.NOTHING, Outcome.Restored::and);
    }

    /** What waited too long already is left out; what was added to its fee is kept whatever becomes of it. */
    private Outcome.Restored restore(SavedTransaction saved, Instant now) {
        Transaction tx = saved.transaction();
        if (saved.feeDelta() != 0)
            pool.prioritise(tx.txid(), saved.feeDelta());
        Instant came = Instant.ofEpochSecond(saved.time());
        if (!came.isAfter(now.minus(pool.policy().expiry())))
            return new Outcome.Restored(0, 0, 1, 0);
        boolean taken = pool.restore(tx, came, now) instanceof Acceptance.Accepted;
        boolean present = !taken && pool.contains(tx.txid());
        return new Outcome.Restored(taken ? 1 : 0, taken || present ? 0 : 1, 0, present ? 1 : 0);
    }

    Outcome restoreUnbroadcast(List<Txid> transactions) {
        transactions.stream().filter(pool::contains).forEach(pool::markUnbroadcast);
        return new Outcome.Done();
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
