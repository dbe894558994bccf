package org.jackblockchain.peer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.jackblockchain.chain.Chain;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.Txid;
import org.jackblockchain.primitives.Wtxid;

/** A pool that takes whatever spends coins of the chain or of its own, unless a test says otherwise. */
final class TestPool implements TxPool {
    private final Chain chain;
    private final Map<Wtxid, Pooled> pooled = new LinkedHashMap<>();
    private final Map<Wtxid, Verdict> verdicts = new HashMap<>();
    private final List<Txid> requested = new ArrayList<>();
    private final List<Transaction> unasked = new ArrayList<>();
    private long sequence = 1;
    private long minimumFeeRate;

    TestPool(Chain chain) {
        this.chain = chain;
    }

    /** What is said of this one when it is offered. */
    void judge(Transaction transaction, Verdict verdict) {
        verdicts.put(transaction.wtxid(), verdict);
    }

    void judge(Transaction transaction, Reason reason) {
        judge(transaction, new Verdict.Refused(reason, "because the test says so"));
    }

    void addAll(List<Transaction> transactions) {
        transactions.forEach(this::add);
    }

    void add(Transaction transaction) {
        add(transaction, 1_000);
    }

    void add(Transaction transaction, long fee) {
        long parents = transaction.inputs().stream().filter(input -> find(input.previous().txid()).isPresent()).count();
        pooled.put(transaction.wtxid(), new Pooled(transaction, fee, transaction.virtualSize(), (int) parents + 1,
                sequence++));
    }

    void minimumFeeRate(long rate) {
        minimumFeeRate = rate;
    }

    List<Txid> requested() {
        return requested;
    }

    void unasked(Transaction transaction) {
        unasked.add(transaction);
    }

    @Override
    public Verdict offer(Transaction transaction, Instant now) {
        Verdict verdict = verdicts.get(transaction.wtxid());
        if (verdict != null)
            return verdict;
        for (TxIn input : transaction.inputs()) {
            if (chain.coin(input.previous()).isEmpty() && find(input.previous().txid()).isEmpty())
                return new Verdict.MissingInputs();
        }
        add(transaction);
        return new Verdict.Accepted(List.of());
    }

    @Override
    public List<Verdict> offerTogether(Transaction parent, Transaction child, Instant now) {
        verdicts.remove(parent.wtxid());
        return List.of(offer(parent, now), offer(child, now));
    }

    @Override
    public Optional<Pooled> find(Txid txid) {
        return pooled.values().stream().filter(one -> one.transaction().txid().equals(txid)).findFirst();
    }

    @Override
    public Optional<Pooled> find(Wtxid wtxid) {
        return Optional.ofNullable(pooled.get(wtxid));
    }

    @Override
    public List<Pooled> all() {
        return List.copyOf(pooled.values());
    }

    @Override
    public long sequence() {
        return sequence;
    }

    @Override
    public long minimumFeeRate(Instant now) {
        return minimumFeeRate;
    }

    @Override
    public long relayFeeRate() {
        return 1_000;
    }

    @Override
    public void wasRequested(Txid txid) {
        requested.add(txid);
    }

    @Override
    public List<Transaction> unasked() {
        return unasked;
    }

    @Override
    public boolean hasUnasked() {
        return !unasked.isEmpty();
    }

    @Override
    public void forEach(Consumer<Transaction> visitor) {
        all().forEach(one -> visitor.accept(one.transaction()));
    }
}
