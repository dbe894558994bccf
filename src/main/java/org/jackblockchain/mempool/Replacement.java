package org.jackblockchain.mempool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jackblockchain.consensus.Amounts;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.Txid;

/** When a transaction may take the place of others (BIP125's rules, but that nobody has to ask for it). */
final class Replacement {
    /** So many may be thrown out for one. */
    static final int MAX_REPLACED = 100;

    private Replacement() {}

    /** Why so many would have to go that the work is not worth it (rule 5). */
    static Optional<String> tooMany(Transaction tx, Collection<Txid> conflicts, Graph graph) {
        long count = 0;
        for (Txid conflict : conflicts) {
            // may count one twice, as in Core: better too careful than too much work
            count += graph.get(conflict).withDescendants().count();
            if (count > MAX_REPLACED) {
                return Optional.of("rejecting replacement %s; too many potential replacements (%d > %d)"
                        .formatted(tx.txid(), count, MAX_REPLACED));
            }
        }
        return Optional.empty();
    }

    /** Why it pays no better than one that it replaces (rule 6). */
    static Optional<String> paysNoBetter(Candidate candidate, Graph graph) {
        FeeRate rate = FeeRate.of(candidate.modifiedFee(), candidate.virtualSize());
        for (Txid conflict : candidate.conflicts) {
            FeeRate old = graph.get(conflict).feeRate();
            if (rate.compareTo(old) <= 0) {
                return Optional.of("rejecting replacement %s; new feerate %s <= old feerate %s"
                        .formatted(candidate.tx.txid(), rate, old));
            }
        }
        return Optional.empty();
    }

    /** Which input waits for a transaction that those it replaces do not wait for (rule 2). */
    static Optional<String> addsUnconfirmed(Transaction tx, Set<Txid> replaced, Graph graph) {
        var known = new HashSet<Txid>();
        for (Txid txid : replaced) {
            for (TxIn input : graph.get(txid).transaction().inputs())
                known.add(input.previous().txid());
        }
        for (int i = 0; i < tx.inputs().size(); i++) {
            Txid parent = tx.inputs().get(i).previous().txid();
            if (!known.contains(parent) && graph.has(parent))
                return Optional.of("replacement %s adds unconfirmed input, idx %d".formatted(tx.txid(), i));
        }
        return Optional.empty();
    }

    /** Why it does not pay for what it replaces (rule 3) and for its own way through the network (rule 4). */
    static Optional<String> paysTooLittle(Txid txid, long oldFees, long newFees, long size, FeeRate incremental) {
        if (newFees < oldFees) {
            return Optional.of("rejecting replacement %s, less fees than conflicting txs; %s < %s".formatted(txid,
                    Amounts.text(newFees), Amounts.text(oldFees)));
        }
        long more = newFees - oldFees;
        long needed = incremental.feeFor(size);
        return more < needed
                ? Optional.of("rejecting replacement %s, not enough additional fees to relay; %s < %s"
                        .formatted(txid, Amounts.text(more), Amounts.text(needed)))
                : Optional.empty();
    }

    /** Why miners would not earn more by it than by what it replaces, with whatever room they have. */
    static Optional<String> worseForMiners(Set<Txid> replaced, Totals newcomers, Graph graph) {
        Optional<String> unclear = unclear(replaced, graph);
        if (unclear.isPresent())
            return unclear;
        var before = new FeeDiagram(before(replaced, graph));
        var after = new FeeDiagram(after(replaced, newcomers, graph));
        return after.isBetterThan(before)
                ? Optional.empty()
                : Optional.of("insufficient feerate: does not improve feerate diagram");
    }

    /** Families of more than two are not compared. */
    private static Optional<String> unclear(Set<Txid> replaced, Graph graph) {
        for (Txid txid : replaced.stream().sorted(Scores.BY_HASH).toList()) {
            MempoolEntry entry = graph.get(txid);
            int above = entry.withAncestors().count() - 1;
            int below = entry.withDescendants().count() - 1;
            if (above > 1)
                return Optional.of("%s has %d ancestors, max 1 allowed".formatted(txid, above));
            if (below > 1)
                return Optional.of("%s has %d descendants, max 1 allowed".formatted(txid, below));
            if (above > 0 && below > 0) {
                return Optional.of("%s has both ancestor and descendant, exceeding cluster limit of 2"
                        .formatted(txid));
            }
            for (Txid child : entry.children()) {
                if (graph.get(child).withAncestors().count() > 2)
                    return Optional.of("%s is not the only parent of child %s".formatted(txid, child));
            }
            for (Txid parent : entry.parents()) {
                if (graph.get(parent).withDescendants().count() > 2)
                    return Optional.of("%s is not the only child of parent %s".formatted(txid, parent));
            }
        }
        return Optional.empty();
    }

    private static List<FeeDiagram.Chunk> before(Set<Txid> replaced, Graph graph) {
        var chunks = new ArrayList<FeeDiagram.Chunk>();
        for (Txid txid : replaced) {
            MempoolEntry entry = graph.get(txid);
            if (entry.withDescendants().count() > 1)
                continue; // comes with its child
            FeeDiagram.Chunk own = chunk(entry);
            var all = new FeeDiagram.Chunk(entry.withAncestors().fees(), entry.withAncestors().virtualSize());
            if (entry.withAncestors().count() == 1) {
                chunks.add(own);
            } else if (own.paysBetterThan(all)) {
                chunks.add(all);
            } else {
                chunks.add(all.minus(own));
                chunks.add(own);
            }
        }
        return chunks;
    }

    private static List<FeeDiagram.Chunk> after(Set<Txid> replaced, Totals newcomers, Graph graph) {
        var chunks = new ArrayList<FeeDiagram.Chunk>();
        var staying = new LinkedHashSet<Txid>();
        for (Txid txid : replaced)
            staying.addAll(graph.get(txid).parents());
        staying.removeAll(replaced);
        staying.forEach(parent -> chunks.add(chunk(graph.get(parent))));
        chunks.add(new FeeDiagram.Chunk(newcomers.fees(), newcomers.virtualSize()));
        return chunks;
    }

    private static FeeDiagram.Chunk chunk(MempoolEntry entry) {
        return new FeeDiagram.Chunk(entry.modifiedFee(), entry.virtualSize());
    }
}
