package org.jackblockchain.node;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.jackblockchain.mempool.Acceptance;
import org.jackblockchain.mempool.Mempool;
import org.jackblockchain.mempool.MempoolEntry;
import org.jackblockchain.mempool.PackageAcceptance;
import org.jackblockchain.peer.TxPool;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.Txid;
import org.jackblockchain.primitives.Wtxid;

/** The memory pool as peers meet it. */
final class RelayedPool implements TxPool {
    private final Mempool mempool;

    RelayedPool(Mempool mempool) {
        this.mempool = mempool;
    }

    @Override
    public Verdict offer(Transaction transaction, Instant now) {
        return verdict(mempool.accept(transaction, now));
    }

    @Override
    public List<Verdict> offerTogether(Transaction parent, Transaction child, Instant now) {
        PackageAcceptance together = mempool.acceptPackage(List.of(parent, child), Optional.empty(), now);
        return List.of(verdict(together, parent), verdict(together, child));
    }

    private static Verdict verdict(PackageAcceptance together, Transaction transaction) {
        Acceptance result = together.results().get(transaction.wtxid());
        if (result != null)
            return verdict(result);
        return new Verdict.Refused(Reason.LOW_FEE, together.fault().map(PackageAcceptance.Fault::text).orElse(""));
    }

    private static Verdict verdict(Acceptance acceptance) {
        return switch (acceptance) {
            case Acceptance.Accepted accepted -> new Verdict.Accepted(accepted.replaced());
            case Acceptance.Present _ -> new Verdict.Accepted(List.of());
            case Acceptance.OtherWitness _ ->
                new Verdict.Refused(Reason.POLICY, "txn-same-nonwitness-data-in-mempool");
            case Acceptance.Refused refused when refused.kind() == Acceptance.Kind.MISSING_INPUTS ->
                new Verdict.MissingInputs();
            case Acceptance.Refused refused -> new Verdict.Refused(reason(refused.kind()), refused.text());
        };
    }

    private static Reason reason(Acceptance.Kind kind) {
        return switch (kind) {
            case CONSENSUS -> Reason.CONSENSUS;
            case INPUTS_NOT_STANDARD -> Reason.NONSTANDARD_INPUTS;
            case WITNESS_STRIPPED -> Reason.WITNESS_STRIPPED;
            case RECONSIDERABLE -> Reason.LOW_FEE;
            case NOT_STANDARD, MISSING_INPUTS, PREMATURE_SPEND, WITNESS_MUTATED, CONFLICT, MEMPOOL_POLICY ->
                Reason.POLICY;
        };
    }

    @Override
    public Optional<Pooled> find(Txid txid) {
        return mempool.byTxid(txid).map(RelayedPool::pooled);
    }

    @Override
    public Optional<Pooled> find(Wtxid wtxid) {
        return mempool.get(wtxid).map(RelayedPool::pooled);
    }

    private static Pooled pooled(MempoolEntry entry) {
        return new Pooled(entry.transaction(), entry.fee(), (int) entry.virtualSize(),
                entry.withAncestors().count(), entry.sequence());
    }

    @Override
    public List<Pooled> all() {
        var all = new ArrayList<Pooled>();
        mempool.entries().forEach(entry -> all.add(pooled(entry)));
        return all;
    }

    @Override
    public long sequence() {
        return mempool.sequence();
    }

    @Override
    public long minimumFeeRate(Instant now) {
        return mempool.rollingMinimum(now).perKilobyte();
    }

    @Override
    public long relayFeeRate() {
        return mempool.policy().minimumRelay().perKilobyte();
    }

    @Override
    public void wasRequested(Txid txid) {
        mempool.markBroadcast(txid);
    }

    @Override
    public boolean hasUnasked() {
        return mempool.hasUnbroadcast();
    }

    @Override
    public List<Transaction> unasked() {
        return mempool.unbroadcast().stream().flatMap(txid -> mempool.byTxid(txid).stream())
                .map(MempoolEntry::transaction).toList();
    }

    @Override
    public void forEach(Consumer<Transaction> visitor) {
        mempool.entries().forEach(entry -> visitor.accept(entry.transaction()));
    }
}
