package org.jackblockchain.mempool;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.Chain;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.consensus.MedianTime;
import org.jackblockchain.consensus.SequenceLocks;
import org.jackblockchain.consensus.SpendRules;
import org.jackblockchain.consensus.TransactionFault;
import org.jackblockchain.consensus.TransactionRules;
import org.jackblockchain.consensus.script.ScriptFlags;
import org.jackblockchain.consensus.script.Sigops;
import org.jackblockchain.mempool.Acceptance.Kind;
import org.jackblockchain.mempool.Acceptance.Refused;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;
import org.jackblockchain.primitives.Txid;
import org.jspecify.annotations.Nullable;

/** Everything about a transaction but its scripts and what it replaces, cheap things first, in Core's order. */
final class Judge {
    /** A transaction up to this size may be one more below a parent than there should be. */
    static final int CARVE_OUT_BYTES = 10_000;

    private final Pool pool;
    private final Graph graph;
    private final Policy policy;
    private final Chain chain;

    Judge(Pool pool, Chain chain) {
        this.pool = pool;
        this.graph = pool.graph();
        this.policy = pool.policy();
        this.chain = chain;
    }

    /** What is wrong, if something is; else the candidate knows its coins, its entry and its ancestors. */
    Optional<Refused> fault(Candidate candidate, Attempt attempt, Terms terms, Instant now) {
        return ownFault(candidate.tx)
                .or(() -> poolFault(candidate, terms))
                .or(() -> inputFault(candidate, attempt))
                .or(() -> spendFault(candidate))
                .or(() -> entryFault(candidate, terms, now))
                .or(() -> familyFault(candidate, terms))
                .or(() -> trucFault(candidate, terms))
                .or(() -> selfConflict(candidate, attempt));
    }

    private Optional<Refused> ownFault(Transaction tx) {
        Optional<TransactionFault> fault = TransactionRules.firstFault(tx);
        if (fault.isPresent())
            return refused(Kind.CONSENSUS, fault.get().code());
        if (tx.isCoinbase())
            return refused(Kind.CONSENSUS, "coinbase");
        Optional<String> unusual = policy.requireStandard() ? Standardness.fault(tx, policy) : Optional.empty();
        if (unusual.isPresent())
            return refused(Kind.NOT_STANDARD, unusual.get());
        if (tx.strippedSize() < Standardness.MIN_STRIPPED_SIZE)
            return refused(Kind.NOT_STANDARD, "tx-size-small");
        return isFinal(tx) ? Optional.empty() : refused(Kind.PREMATURE_SPEND, "non-final");
    }

    /** Whether the next block may hold it, as far as its lock time goes. */
    boolean isFinal(Transaction tx) {
        BlockEntry tip = chain.tip();
        return TransactionRules.isFinal(tx, tip.height() + 1, MedianTime.past(tip));
    }

    private Optional<Refused> poolFault(Candidate candidate, Terms terms) {
        Transaction tx = candidate.tx;
        if (graph.has(tx.wtxid()))
            return refused(Kind.CONFLICT, "txn-already-in-mempool");
        if (graph.has(tx.txid()))
            return refused(Kind.CONFLICT, "txn-same-nonwitness-data-in-mempool");
        for (TxIn input : tx.inputs()) {
            Optional<Txid> conflict = graph.spender(input.previous());
            if (conflict.isPresent() && !terms.replaces())
                return refused(Kind.MEMPOOL_POLICY, "bip125-replacement-disallowed");
            conflict.ifPresent(candidate.conflicts::add);
        }
        return Optional.empty();
    }

    private Optional<Refused> inputFault(Candidate candidate, Attempt attempt) {
        Transaction tx = candidate.tx;
        var coins = new ArrayList<Coin>(tx.inputs().size());
        var missing = new LinkedHashSet<Txid>();
        for (TxIn input : tx.inputs())
            coin(input.previous(), attempt).ifPresentOrElse(coins::add, () -> missing.add(input.previous().txid()));
        if (missing.isEmpty()) {
            candidate.spent = coins;
            return Optional.empty();
        }
        if (isMined(tx))
            return refused(Kind.CONFLICT, "txn-already-known");
        return Optional.of(new Refused(Kind.MISSING_INPUTS, TransactionFault.MISSING_INPUTS.code(), "", missing,
                Optional.empty()));
    }

    /** As far as unspent outputs tell. */
    boolean isMined(Transaction tx) {
        for (int i = 0; i < tx.outputs().size(); i++) {
            if (chain.coin(new OutPoint(tx.txid(), i)).isPresent())
                return true;
        }
        return false;
    }

    /** What is to be spent: made by the package, in the pool, or in the chain. */
    private Optional<Coin> coin(OutPoint place, Attempt attempt) {
        @Nullable
        TxOut fresh = attempt.made.get(place);
        return fresh != null ? Optional.of(unconfirmed(fresh)) : coin(place);
    }

    /** An output of the pool or of the chain, whether or not the pool spends it. */
    Optional<Coin> coin(OutPoint place) {
        Optional<MempoolEntry> parent = graph.find(place.txid());
        if (parent.isEmpty())
            return chain.coin(place);
        List<TxOut> outputs = parent.get().transaction().outputs();
        int index = place.index();
        return index >= 0 && index < outputs.size() ? Optional.of(unconfirmed(outputs.get(index))) : Optional.empty();
    }

    private Coin unconfirmed(TxOut output) {
        return new Coin(output, chain.tip().height() + 1, false);
    }

    private Optional<Refused> spendFault(Candidate candidate) {
        Transaction tx = candidate.tx;
        List<Coin> spent = candidate.spent;
        if (!SequenceLocks.of(tx, spent, chain.tip()).areOpenOn(chain.tip()))
            return refused(Kind.PREMATURE_SPEND, "non-BIP68-final");
        int height = chain.tip().height() + 1;
        Optional<TransactionFault> fault = SpendRules.firstFault(tx, spent, height, chain.params().coinbaseMaturity());
        if (fault.isPresent())
            return Optional.of(spendFault(fault.get(), tx, spent));
        if (policy.requireStandard() && !Standardness.areInputsStandard(tx, spent))
            return refused(Kind.INPUTS_NOT_STANDARD, "bad-txns-nonstandard-inputs");
        if (tx.hasWitness() && policy.requireStandard() && !Standardness.areWitnessesStandard(tx, spent))
            return refused(Kind.WITNESS_MUTATED, "bad-witness-nonstandard");
        return Optional.empty();
    }

    private Refused spendFault(TransactionFault fault, Transaction tx, List<Coin> spent) {
        Kind kind = fault == TransactionFault.SPENDS_IMMATURE ? Kind.PREMATURE_SPEND : Kind.CONSENSUS;
        String detail = SpendRules.detail(fault, tx, spent, chain.tip().height() + 1,
                chain.params().coinbaseMaturity());
        return Refused.of(kind, fault.code(), detail);
    }

    private Optional<Refused> entryFault(Candidate candidate, Terms terms, Instant now) {
        MempoolEntry entry = entry(candidate, terms);
        candidate.entry(entry);
        if (policy.requireStandard() && EphemeralDust.paysWithDust(entry, policy.dustRelay()))
            return refused(Kind.NOT_STANDARD, "dust", "tx with dust output must be 0-fee");
        if (entry.sigopCost() > Standardness.MAX_SIGOP_COST)
            return refused(Kind.NOT_STANDARD, "bad-txns-too-many-sigops", Long.toString(entry.sigopCost()));
        if (terms.fromBlock())
            return Optional.empty();
        long least = policy.minimumRelay().feeFor(entry.virtualSize());
        if (!candidate.isTruc() && entry.modifiedFee() < least)
            return refused(Kind.MEMPOOL_POLICY, "min relay fee not met",
                    "%d < %d".formatted(entry.modifiedFee(), least));
        return terms.together() ? Optional.empty() : rateFault(entry.virtualSize(), entry.modifiedFee(), now);
    }

    private MempoolEntry entry(Candidate candidate, Terms terms) {
        Transaction tx = candidate.tx;
        List<TxOut> outputs = candidate.spent.stream().map(Coin::output).toList();
        long sigops = Sigops.cost(tx, outputs, ScriptFlags.STANDARD);
        return MempoolEntry.alone(tx, SpendRules.fee(tx, candidate.spent), pool.deltas().get(tx.txid()).orElse(0L),
                Standardness.virtualSize(tx, sigops, policy.bytesPerSigop()), sigops,
                candidate.came.getEpochSecond(),
                chain.tip().height(), terms.fromBlock() ? 0 : pool.sequence(),
                candidate.spent.stream().anyMatch(Coin::coinbase),
                SequenceLocks.of(tx, candidate.spent, chain.tip()));
    }

    /** Whether so much is less than the pool asks for. */
    Optional<Refused> rateFault(long size, long fees, Instant now) {
        long rolling = pool.minimum(now).feeFor(size);
        if (rolling > 0 && fees < rolling)
            return refused(Kind.RECONSIDERABLE, "mempool min fee not met", "%d < %d".formatted(fees, rolling));
        long least = policy.minimumRelay().feeFor(size);
        return fees < least
                ? refused(Kind.RECONSIDERABLE, "min relay fee not met", "%d < %d".formatted(fees, least))
                : Optional.empty();
    }

    private Optional<Refused> familyFault(Candidate candidate, Terms terms) {
        ChainLimits limits = terms.anyDescendants() ? policy.limits().withAnyDescendants() : policy.limits();
        if (candidate.conflicts.size() == 1 && terms.carveOuts()) {
            // What is replaced makes room for its successor, which the count of descendants does not know yet.
            MempoolEntry conflict = graph.get(candidate.conflicts.iterator().next());
            limits = new ChainLimits(limits.ancestors(), limits.ancestorBytes(), limits.descendants() + 1,
                    limits.descendantBytes() + conflict.withDescendants().virtualSize());
        }
        long size = candidate.virtualSize();
        Graph.Room room = graph.roomFor(candidate.tx, size, limits);
        if (room instanceof Graph.Room.None(String reason)) {
            boolean mayBeOneMore = terms.carveOuts() && size <= CARVE_OUT_BYTES && !candidate.isTruc();
            var stretched = new ChainLimits(2, limits.ancestorBytes(), limits.descendants() + 1,
                    limits.descendantBytes() + CARVE_OUT_BYTES);
            if (mayBeOneMore)
                room = graph.roomFor(candidate.tx, size, stretched);
            if (!(room instanceof Graph.Room.Enough))
                return refused(Kind.MEMPOOL_POLICY, "too-long-mempool-chain", reason);
        }
        if (room instanceof Graph.Room.Enough(Set<Txid> ancestors))
            candidate.ancestors = ancestors;
        return Optional.empty();
    }

    private Optional<Refused> trucFault(Candidate candidate, Terms terms) {
        if (terms.anyDescendants())
            return Optional.empty();
        Optional<Truc.Fault> fault = Truc.faultAlone(candidate, graph);
        if (fault.isEmpty())
            return Optional.empty();
        if (!terms.evictsSibling() || fault.get().sibling().isEmpty())
            return refused(Kind.MEMPOOL_POLICY, "TRUC-violation", fault.get().detail());
        candidate.conflicts.add(fault.get().sibling().get());
        candidate.evictsSibling = true;
        return Optional.empty();
    }

    /** It cannot stand in the pool without what it throws out. */
    private static Optional<Refused> selfConflict(Candidate candidate, Attempt attempt) {
        Set<Txid> both = new HashSet<>(candidate.ancestors);
        both.retainAll(candidate.conflicts);
        if (!both.isEmpty()) {
            return refused(Kind.CONSENSUS, "bad-txns-spends-conflicting-tx", "%s spends conflicting transaction %s"
                    .formatted(candidate.tx.txid(), both.iterator().next()));
        }
        attempt.replaces |= !candidate.conflicts.isEmpty();
        return Optional.empty();
    }

    private static Optional<Refused> refused(Kind kind, String code) {
        return Optional.of(Refused.of(kind, code));
    }

    private static Optional<Refused> refused(Kind kind, String code, String detail) {
        return Optional.of(Refused.of(kind, code, detail));
    }
}
