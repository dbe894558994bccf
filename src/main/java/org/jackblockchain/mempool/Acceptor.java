package org.jackblockchain.mempool;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.Chain;
import org.jackblockchain.consensus.script.SignatureCache;
import org.jackblockchain.mempool.Acceptance.Accepted;
import org.jackblockchain.mempool.Acceptance.Kind;
import org.jackblockchain.mempool.Acceptance.Refused;
import org.jackblockchain.mempool.PackageAcceptance.Fault;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.Txid;
import org.jackblockchain.primitives.Wtxid;

/** Lets transactions in, one by one or together, or says why not. */
final class Acceptor {
    /** Who stands on an older one is behind. */
    private static final Duration OLDEST_TIP = Duration.ofHours(3);

    private final Pool pool;
    private final Graph graph;
    private final Policy policy;
    private final Chain chain;
    private final Judge judge;
    private final ScriptJudge scripts;

    Acceptor(Pool pool, Chain chain, SignatureCache signatures) {
        this.pool = pool;
        this.graph = pool.graph();
        this.policy = pool.policy();
        this.chain = chain;
        this.judge = new Judge(pool, chain);
        this.scripts = new ScriptJudge(chain, signatures);
    }

    Judge judge() {
        return judge;
    }

    // --- One ---------------------------------------------------------------------------------------------------

    Acceptance accept(Transaction tx, Terms terms, Instant now) {
        return accept(tx, terms, now, now);
    }

    /** @param came when the entry says that it came */
    Acceptance accept(Transaction tx, Terms terms, Instant now, Instant came) {
        var candidate = new Candidate(tx, came);
        var attempt = new Attempt();
        List<Wtxid> itself = List.of(tx.wtxid());
        Optional<Refused> fault = judge.fault(candidate, attempt, terms, now)
                .or(() -> tooDear(candidate, terms))
                .or(() -> dustFault(List.of(tx)))
                .or(() -> attempt.replaces ? replacementFault(candidate, attempt) : Optional.empty())
                .map(found -> withFees(found, candidate, itself));
        fault = fault.or(() -> scripts.relayFault(candidate)).or(() -> scripts.blockFault(candidate));
        if (fault.isPresent())
            return fault.get();
        FeeRate rate = FeeRate.of(candidate.modifiedFee(), candidate.virtualSize());
        var accepted = new Accepted(candidate.entry(), rate, itself, attempt.replacedTransactions);
        if (terms.onlyTried())
            return accepted;
        pool.remove(attempt.replaced, MempoolChange.Reason.REPLACED);
        pool.add(candidate.entry());
        if (terms.trims()) {
            pool.limit(now);
            if (!graph.has(tx.txid()))
                return Refused.of(Kind.RECONSIDERABLE, "mempool full").withFees(rate, itself);
            learn(graph.get(tx.txid()), now);
        }
        return accepted;
    }

    /** What depends on another, came in a package or came while we are behind says nothing of what fees buy. */
    private void learn(MempoolEntry entry, Instant now) {
        BlockEntry tip = chain.tip();
        boolean current = tip.header().time() >= now.minus(OLDEST_TIP).getEpochSecond()
                && tip.height() >= chain.bestHeader().height() - 1;
        if (current && entry.parents().isEmpty())
            pool.fees().entered(entry.txid(), entry.height(), entry.baseRate());
    }

    private static Refused withFees(Refused refused, Candidate candidate, List<Wtxid> counted) {
        return refused.kind() == Kind.RECONSIDERABLE
                ? refused.withFees(FeeRate.of(candidate.modifiedFee(), candidate.virtualSize()), counted)
                : refused;
    }

    private static Optional<Refused> tooDear(Candidate candidate, Terms terms) {
        FeeRate rate = FeeRate.of(candidate.modifiedFee(), candidate.virtualSize());
        return terms.maximumRate().filter(maximum -> rate.compareTo(maximum) > 0)
                .map(_ -> Refused.of(Kind.MEMPOOL_POLICY, "max feerate exceeded"));
    }

    private Optional<Refused> dustFault(List<Transaction> together) {
        if (!policy.requireStandard())
            return Optional.empty();
        return EphemeralDust.leavingDust(together, policy.dustRelay(), graph)
                .map(Acceptor::leavesDust);
    }

    private static Refused leavesDust(Transaction tx) {
        return Refused.of(Kind.MEMPOOL_POLICY, "missing-ephemeral-spends",
                "tx %s (wtxid=%s) did not spend parent's ephemeral dust".formatted(tx.txid(), tx.wtxid()));
    }

    private Optional<Refused> replacementFault(Candidate candidate, Attempt attempt) {
        Transaction tx = candidate.tx;
        String note = candidate.evictsSibling ? " (including sibling eviction)" : "";
        Optional<Refused> fault = Replacement.paysNoBetter(candidate, graph)
                .map(why -> Refused.of(Kind.RECONSIDERABLE, "insufficient fee" + note, why))
                .or(() -> Replacement.tooMany(tx, candidate.conflicts, graph).map(
                        why -> Refused.of(Kind.MEMPOOL_POLICY, "too many potential replacements" + note, why)));
        if (fault.isPresent())
            return fault;
        Set<Txid> replaced = graph.withDescendants(candidate.conflicts);
        Optional<String> unconfirmed = Replacement.addsUnconfirmed(tx, replaced, graph);
        if (unconfirmed.isPresent()) {
            return Optional.of(Refused.of(Kind.MEMPOOL_POLICY, "replacement-adds-unconfirmed" + note,
                    unconfirmed.get()));
        }
        attempt.replaces(replaced, graph);
        return Replacement
                .paysTooLittle(tx.txid(), attempt.replacedFees(graph), candidate.modifiedFee(),
                        candidate.virtualSize(), policy.incrementalRelay())
                .map(why -> Refused.of(Kind.RECONSIDERABLE, "insufficient fee" + note, why));
    }

    // --- Several -----------------------------------------------------------------------------------------------

    /** Each builds only on those before it. */
    PackageAcceptance acceptTogether(List<Transaction> transactions, Terms terms, Instant now) {
        Optional<Fault> fault = Packages.fault(transactions);
        if (fault.isPresent())
            return PackageAcceptance.of(fault.get());
        var attempt = new Attempt();
        var candidates = new ArrayList<Candidate>();
        for (Transaction tx : transactions) {
            var candidate = new Candidate(tx, now);
            Optional<Refused> refused = judge.fault(candidate, attempt, terms, now)
                    .or(() -> tooDear(candidate, terms));
            if (refused.isPresent())
                return failed(tx, refused.get());
            attempt.makes(tx);
            candidates.add(candidate);
        }
        return acceptTogether(candidates, attempt, terms, now);
    }

    private static PackageAcceptance failed(Transaction tx, Refused refused) {
        return PackageAcceptance.of(Fault.TRANSACTION_FAILED, Map.of(tx.wtxid(), refused));
    }

    private PackageAcceptance acceptTogether(List<Candidate> candidates, Attempt attempt, Terms terms, Instant now) {
        for (Candidate candidate : candidates) {
            Optional<String> truc = Truc.faultIn(candidates, candidate, graph);
            if (truc.isPresent())
                return PackageAcceptance.of(Fault.policy("TRUC-violation", truc.get()));
            attempt.size += candidate.virtualSize();
            attempt.fees += candidate.modifiedFee();
        }
        List<Transaction> transactions = candidates.stream().map(candidate -> candidate.tx).toList();
        List<Wtxid> all = transactions.stream().map(Transaction::wtxid).toList();
        FeeRate rate = FeeRate.of(attempt.fees, attempt.size);
        Optional<Refused> low = terms.together()
                ? judge.rateFault(attempt.size, attempt.fees, now)
                : Optional.empty();
        if (low.isPresent())
            return failed(transactions.getLast(), low.get().withFees(rate, all));
        Optional<Fault> family = candidates.size() > 1 ? familyFault(candidates, attempt) : Optional.empty();
        if (family.isPresent())
            return PackageAcceptance.of(family.get());
        Optional<Transaction> leaves = policy.requireStandard()
                ? EphemeralDust.leavingDust(transactions, policy.dustRelay(), graph)
                : Optional.empty();
        if (leaves.isPresent()) {
            return PackageAcceptance.of(new Fault(false, "unspent-dust", ""),
                    Map.of(leaves.get().wtxid(), leavesDust(leaves.get())));
        }
        return runScripts(candidates, attempt, terms, all);
    }

    private Optional<Fault> familyFault(List<Candidate> candidates, Attempt attempt) {
        Optional<String> noRoom = noRoom(candidates, attempt.size);
        if (noRoom.isPresent())
            return Optional.of(Fault.policy("package-mempool-limits", noRoom.get()));
        return attempt.replaces ? replacementFault(candidates, attempt) : Optional.empty();
    }

    private Optional<String> noRoom(List<Candidate> candidates, long size) {
        ChainLimits limits = policy.limits();
        int count = candidates.size();
        if (count > limits.ancestors())
            return exceeds("count", count, "ancestor count", limits.ancestors());
        if (count > limits.descendants())
            return exceeds("count", count, "descendant count", limits.descendants());
        if (size > limits.ancestorBytes())
            return exceeds("size", size, "ancestor size", limits.ancestorBytes());
        if (size > limits.descendantBytes())
            return exceeds("size", size, "descendant size", limits.descendantBytes());
        var parents = new TreeSet<Txid>(Scores.BY_HASH);
        for (Candidate candidate : candidates) {
            parents.addAll(graph.parentsOf(candidate.tx));
            if (parents.size() + count > limits.ancestors())
                return Optional.of("too many unconfirmed parents [limit: %d]".formatted(limits.ancestors()));
        }
        return graph.roomBelow(parents, size, count, limits) instanceof Graph.Room.None(String reason)
                ? Optional.of("possibly " + reason)
                : Optional.empty();
    }

    private static Optional<String> exceeds(String what, long value, String limit, long most) {
        return Optional.of("package %s %d exceeds %s limit [limit: %d]".formatted(what, value, limit, most));
    }

    private Optional<Fault> replacementFault(List<Candidate> candidates, Attempt attempt) {
        List<Transaction> transactions = candidates.stream().map(candidate -> candidate.tx).toList();
        if (candidates.size() != 2 || !Packages.isChildWithParents(transactions))
            return failedReplacement("package must be 1-parent-1-child", "");
        if (candidates.stream().anyMatch(candidate -> !candidate.ancestors.isEmpty()))
            return failedReplacement("new transaction cannot have mempool ancestors", "");
        var conflicts = new LinkedHashSet<Txid>();
        candidates.forEach(candidate -> conflicts.addAll(candidate.conflicts));
        Transaction child = transactions.getLast();
        Optional<String> tooMany = Replacement.tooMany(child, conflicts, graph);
        if (tooMany.isPresent())
            return failedReplacement("too many potential replacements", tooMany.get());
        attempt.replaces(graph.withDescendants(conflicts), graph);
        Optional<String> tooLittle = Replacement.paysTooLittle(child.txid(), attempt.replacedFees(graph),
                attempt.fees, attempt.size, policy.incrementalRelay());
        if (tooLittle.isPresent())
            return failedReplacement("insufficient anti-DoS fees", tooLittle.get());
        FeeRate parentRate = candidates.getFirst().entry().feeRate();
        FeeRate rate = FeeRate.of(attempt.fees, attempt.size);
        if (rate.compareTo(parentRate) <= 0) {
            return failedReplacement("package feerate is less than or equal to parent feerate",
                    "package feerate %s <= parent feerate is %s".formatted(rate, parentRate));
        }
        var newcomers = new Totals(candidates.size(), attempt.size, attempt.fees, 0);
        return Replacement.worseForMiners(attempt.replaced, newcomers, graph)
                .flatMap(why -> failedReplacement(why, ""));
    }

    private static Optional<Fault> failedReplacement(String why, String detail) {
        return Optional.of(Fault.policy("package RBF failed: " + why, detail));
    }

    private PackageAcceptance runScripts(List<Candidate> candidates, Attempt attempt, Terms terms, List<Wtxid> all) {
        Map<Wtxid, Acceptance> results = new HashMap<>();
        for (Candidate candidate : candidates) {
            Optional<Refused> refused = scripts.relayFault(candidate);
            if (refused.isEmpty() && !terms.onlyTried())
                refused = scripts.blockFault(candidate);
            if (refused.isPresent()) {
                results.put(candidate.wtxid(), refused.get());
                return PackageAcceptance.of(Fault.TRANSACTION_FAILED, results);
            }
            FeeRate own = candidate.entry().feeRate();
            List<Transaction> replaced = results.isEmpty() ? attempt.replacedTransactions : List.of();
            results.put(candidate.wtxid(), new Accepted(candidate.entry(),
                    terms.together() ? FeeRate.of(attempt.fees, attempt.size) : own,
                    terms.together() ? all : List.of(candidate.wtxid()), replaced));
        }
        if (!terms.onlyTried()) {
            pool.remove(attempt.replaced, MempoolChange.Reason.REPLACED);
            candidates.forEach(candidate -> pool.add(candidate.entry()));
        }
        return new PackageAcceptance(Optional.empty(), results);
    }

    // --- A child and its parents -------------------------------------------------------------------------------

    /** What can come in by itself does; the rest is looked at together. */
    PackageAcceptance acceptPackage(List<Transaction> transactions, Optional<FeeRate> maximumRate, Instant now) {
        Optional<Fault> fault = Packages.fault(transactions).or(() -> shapeFault(transactions));
        if (fault.isPresent())
            return PackageAcceptance.of(fault.get());
        Terms terms = Terms.ofPackage(maximumRate);
        Map<Wtxid, Acceptance> settled = new HashMap<>();
        Map<Wtxid, Acceptance> alone = new HashMap<>();
        List<Transaction> together = new ArrayList<>();
        boolean failed = false;
        for (Transaction tx : transactions) {
            Optional<MempoolEntry> known = graph.find(tx.txid());
            if (known.isPresent()) {
                boolean same = known.get().wtxid().equals(tx.wtxid());
                settled.put(tx.wtxid(),
                        same ? new Acceptance.Present(known.get()) : new Acceptance.OtherWitness(known.get()));
                continue;
            }
            Acceptance result = accept(tx, terms.alone(), now);
            if (result instanceof Accepted) {
                settled.put(tx.wtxid(), result);
                continue;
            }
            alone.put(tx.wtxid(), result);
            if (transactions.size() > 1 && isBetterTogether(result))
                together.add(tx);
            else
                failed = true;
        }
        Optional<Fault> outcome = failed ? Optional.of(Fault.TRANSACTION_FAILED) : Optional.empty();
        var joint = new PackageAcceptance(outcome, Map.of());
        if (!failed && !together.isEmpty())
            joint = acceptRest(together, terms, now);
        pool.limit(now);
        return settled(transactions, joint, settled, alone);
    }

    private static boolean isBetterTogether(Acceptance result) {
        return result instanceof Refused refused
                && (refused.kind() == Kind.RECONSIDERABLE || refused.kind() == Kind.MISSING_INPUTS);
    }

    private PackageAcceptance acceptRest(List<Transaction> rest, Terms terms, Instant now) {
        if (rest.size() > 1)
            return acceptTogether(rest, terms, now);
        Transaction tx = rest.getFirst();
        Acceptance result = accept(tx, terms.alone(), now);
        Optional<Fault> fault = result instanceof Accepted
                ? Optional.empty()
                : Optional.of(Fault.TRANSACTION_FAILED);
        return new PackageAcceptance(fault, Map.of(tx.wtxid(), result));
    }

    private Optional<Fault> shapeFault(List<Transaction> transactions) {
        if (transactions.size() == 1)
            return Optional.empty();
        if (!Packages.isChildWithParents(transactions))
            return Optional.of(Fault.policy("package-not-child-with-parents"));
        var parents = new LinkedHashSet<Txid>();
        transactions.subList(0, transactions.size() - 1).forEach(tx -> parents.add(tx.txid()));
        boolean whole = transactions.getLast().inputs().stream().map(input -> input.previous())
                .allMatch(place -> parents.contains(place.txid()) || chain.coin(place).isPresent());
        return whole ? Optional.empty() : Optional.of(Fault.policy("package-not-child-with-unconfirmed-parents"));
    }

    /** The end of it, after what did not fit was thrown out. */
    private PackageAcceptance settled(List<Transaction> transactions, PackageAcceptance joint,
            Map<Wtxid, Acceptance> settled, Map<Wtxid, Acceptance> alone) {
        Map<Wtxid, Acceptance> results = new HashMap<>(alone);
        results.putAll(joint.results());
        results.putAll(settled);
        Optional<Fault> fault = joint.fault();
        for (Transaction tx : transactions) {
            Acceptance result = results.get(tx.wtxid());
            if (!(result instanceof Refused) && !graph.has(tx.txid())) {
                results.put(tx.wtxid(), Refused.of(Kind.MEMPOOL_POLICY, "mempool full"));
                fault = Optional.of(Fault.TRANSACTION_FAILED);
            }
        }
        return new PackageAcceptance(fault, results);
    }
}
