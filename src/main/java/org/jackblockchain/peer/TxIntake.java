package org.jackblockchain.peer;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.Chain;
import org.jackblockchain.chain.ChainChange;
import org.jackblockchain.consensus.TransactionFault;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.Txid;
import org.jackblockchain.primitives.Wtxid;
import org.jackblockchain.wire.InvItem;
import org.jackblockchain.wire.Message;

/**
 * Transactions that peers announce and send: asked for, offered to the pool, and kept for a while when their parents
 * are missing.
 */
final class TxIntake implements KnownTransactions {
    /** Transactions that were refused since the last block, or confirmed lately: not asked for again. */
    static final int MAX_REFUSED = 50_000;
    static final int MAX_CONFIRMED = 24_000;
    /** Refused or replaced ones that a block may hold all the same. */
    static final int MAX_EXTRA = 100;
    /** Items in one question. */
    static final int MAX_ASKED_AT_ONCE = 1_000;

    private record Pair(Wtxid parent, Wtxid child) {}

    private final Chain chain;
    private final TxPool pool;
    private final Roster roster;
    private final Outbox out;
    private final Misbehaviour misbehaviour;
    private final TxRelay relay;
    private final BooleanSupplier syncing;
    private final TxRequests requests;
    private final Orphanage orphanage;
    /** By wtxid; by txid as well where no other witness could help. */
    private final Bounded<Wtxid, Boolean> refused = new Bounded<>(MAX_REFUSED);
    /** Paid too little by themselves. */
    private final Bounded<Wtxid, Boolean> poor = new Bounded<>(MAX_REFUSED);
    private final Bounded<Pair, Boolean> poorPairs = new Bounded<>(MAX_REFUSED);
    private final Bounded<Wtxid, Boolean> confirmed = new Bounded<>(MAX_CONFIRMED);
    private final Map<Wtxid, Transaction> extra = new LinkedHashMap<>();

    TxIntake(Chain chain, TxPool pool, Roster roster, Outbox out, Misbehaviour misbehaviour, TxRelay relay,
            BooleanSupplier syncing, RandomGenerator chance) {
        this.chain = chain;
        this.pool = pool;
        this.roster = roster;
        this.out = out;
        this.misbehaviour = misbehaviour;
        this.relay = relay;
        this.syncing = syncing;
        this.requests = new TxRequests(chance);
        this.orphanage = new Orphanage(chance);
    }

    @Override
    public void forEach(Consumer<Transaction> visitor) {
        pool.forEach(visitor);
        List.copyOf(extra.values()).forEach(visitor);
    }

    private void keepExtra(Transaction transaction) {
        extra.put(transaction.wtxid(), transaction);
        if (extra.size() > MAX_EXTRA)
            extra.remove(extra.keySet().iterator().next());
    }

    // --- Announced ---------------------------------------------------------------------------------------------

    /** An item of kind tx or wtx; of the kind that this peer does not speak it means nothing. */
    void announced(Peer peer, InvItem item, Instant now) {
        TxName name = TxName.of(item);
        if (name.isWtxid() != peer.session().wishes().wtxidRelay())
            return;
        peer.transactions().knows(name);
        if (syncing.getAsBoolean() || requests.isFull(peer))
            return;
        Optional<Transaction> orphan = name.isWtxid() ? orphanage.find(name.hash()) : Optional.empty();
        if (orphan.isPresent())
            resolveBy(peer, orphan.get(), now);
        else if (!isHere(name) && !poor.contains(name.hash()))
            hear(peer, name, now);
    }

    private void hear(Peer peer, TxName name, Instant now) {
        boolean mayComeByWtxid = !name.isWtxid()
                && roster.count(other -> other.isReady() && other.session().wishes().wtxidRelay()) > 0;
        requests.announced(peer, name, mayComeByWtxid, now);
    }

    /** Whether it need not be asked for. An orphan is not known by its txid, as its witness may be another. */
    private boolean isHere(TxName name) {
        return orphanage.holds(name.hash()) || confirmed.contains(name.hash()) || refused.contains(name.hash())
                || (name.isWtxid() ? pool.find(name.hash()) : pool.find(name.txid())).isPresent();
    }

    List<WaitingOrphan> orphans() {
        return orphanage.all();
    }

    void notFound(Peer peer, InvItem item, Instant now) {
        requests.answered(peer, TxName.of(item).hash(), now);
    }

    void gone(Peer peer, Instant now) {
        requests.gone(peer, now);
        int erased = orphanage.gone(peer);
        if (erased > 0)
            out.debug("Erased %d orphan transaction(s) from peer=%d".formatted(erased, peer.id()));
    }

    /** Asks for what is due. */
    void advance(Instant now) {
        var questions = new HashMap<Peer, List<InvItem>>();
        requests.advance(now, (peer, name) -> {
            if (isHere(name))
                requests.forget(name.hash());
            else
                questions.computeIfAbsent(peer, _ -> new ArrayList<>()).add(name.asked(peer));
        });
        questions.forEach((peer, items) -> {
            for (int from = 0; from < items.size(); from += MAX_ASKED_AT_ONCE)
                out.send(peer, new Message.GetData(
                        items.subList(from, Math.min(items.size(), from + MAX_ASKED_AT_ONCE))));
        });
    }

    void wakes(Alarm alarm) {
        requests.wakes(alarm);
    }

    // --- Received ----------------------------------------------------------------------------------------------

    void on(Peer peer, Transaction transaction, Instant now) {
        if (syncing.getAsBoolean())
            return;
        peer.transactions().knows(TxName.of(transaction, peer));
        requests.answered(peer, TxName.sameNumber(transaction.txid()), now);
        requests.answered(peer, transaction.wtxid(), now);
        if (isHere(TxName.of(transaction.wtxid()))) {
            if (peer.may(Permission.FORCE_RELAY))
                relayAgain(peer, transaction, now);
            return;
        }
        if (poor.contains(transaction.wtxid())) {
            tryWithChild(peer, transaction, now);
            return;
        }
        switch (pool.offer(transaction, now)) {
            case TxPool.Verdict.Accepted(List<Transaction> replaced) -> {
                peer.gaveTransaction(now);
                accepted(transaction, replaced, now);
            }
            case TxPool.Verdict.MissingInputs _ -> {
                notAccepted(peer, transaction, TransactionFault.MISSING_INPUTS.code());
                orphan(peer, transaction, now);
            }
            case TxPool.Verdict.Refused refusal -> {
                refuse(peer, transaction, refusal, now);
                if (refusal.reason() != TxPool.Reason.WITNESS_STRIPPED)
                    keepExtra(transaction);
                if (refusal.reason() == TxPool.Reason.LOW_FEE)
                    tryWithChild(peer, transaction, now);
            }
        }
    }

    private void relayAgain(Peer peer, Transaction transaction, Instant now) {
        boolean pooled = pool.find(transaction.txid()).isPresent();
        String what = pooled
                ? "Force relaying tx %s (wtxid=%s) from peer=%d"
                : "Not relaying non-mempool transaction %s (wtxid=%s) from forcerelay peer=%d";
        out.info(what.formatted(transaction.txid(), transaction.wtxid(), peer.id()));
        if (pooled)
            relay.announce(transaction, now);
    }

    /** It came into the pool by another way: from the operator, or back out of a block. */
    void pooled(Transaction transaction, Instant now) {
        accepted(transaction, List.of(), now);
    }

    private void accepted(Transaction first, List<Transaction> replaced, Instant now) {
        Deque<Transaction> work = new ArrayDeque<>();
        enter(first, replaced, work, now);
        while (!work.isEmpty()) {
            Transaction orphan = work.remove();
            Optional<Peer> announcer = orphanage.announcerOf(orphan.wtxid());
            if (announcer.isEmpty())
                continue;
            switch (pool.offer(orphan, now)) {
                case TxPool.Verdict.Accepted(List<Transaction> others) -> enter(orphan, others, work, now);
                case TxPool.Verdict.MissingInputs _ -> {
                    // its other parents may still come
                }
                case TxPool.Verdict.Refused refusal -> refuse(announcer.get(), orphan, refusal, now);
            }
        }
    }

    private void enter(Transaction transaction, List<Transaction> replaced, Deque<Transaction> work,
            Instant now) {
        requests.forget(TxName.sameNumber(transaction.txid()));
        requests.forget(transaction.wtxid());
        orphanage.remove(transaction.wtxid());
        relay.announce(transaction, now);
        replaced.forEach(this::keepExtra);
        work.addAll(orphanage.childrenOf(transaction));
    }

    private void refuse(Peer peer, Transaction transaction, TxPool.Verdict.Refused refusal, Instant now) {
        notAccepted(peer, transaction, refusal.why());
        Wtxid wtxid = transaction.wtxid();
        switch (refusal.reason()) {
            case WITNESS_STRIPPED -> {
                // with its witness it may be fine, and it is asked for by its txid
            }
            case LOW_FEE -> poor.put(wtxid, true);
            case CONSENSUS, POLICY -> refused.put(wtxid, true);
            case NONSTANDARD_INPUTS -> {
                refused.put(wtxid, true);
                refused.put(TxName.sameNumber(transaction.txid()), true);
                requests.forget(TxName.sameNumber(transaction.txid()));
            }
        }
        if (refusal.reason() != TxPool.Reason.WITNESS_STRIPPED)
            requests.forget(wtxid);
        orphanage.remove(wtxid);
        if (refusal.reason() == TxPool.Reason.CONSENSUS)
            misbehaviour.discourage(peer, "transaction " + transaction.txid() + " is invalid: " + refusal.why(), now);
    }

    private void notAccepted(Peer peer, Transaction transaction, String why) {
        out.debug("%s (wtxid=%s) from peer=%d was not accepted: %s".formatted(transaction.txid(),
                transaction.wtxid(), peer.id(), why));
    }

    // --- Orphans -----------------------------------------------------------------------------------------------

    private void orphan(Peer peer, Transaction transaction, Instant now) {
        Set<Txid> parents = parentsOf(transaction);
        if (isHopeless(parents)) {
            out.debug("not keeping orphan with rejected parents %s (wtxid=%s)".formatted(transaction.txid(),
                    transaction.wtxid()));
            refused.put(TxName.sameNumber(transaction.txid()), true);
            refused.put(transaction.wtxid(), true);
            requests.forget(TxName.sameNumber(transaction.txid()));
            requests.forget(transaction.wtxid());
            return;
        }
        if (!orphanage.holds(transaction.wtxid()))
            keepExtra(transaction);
        var tellers = new ArrayList<Peer>(List.of(peer));
        tellers.addAll(requests.candidates(TxName.sameNumber(transaction.txid())));
        if (transaction.hasWitness())
            tellers.addAll(requests.candidates(transaction.wtxid()));
        for (Peer teller : tellers.stream().distinct().toList()) {
            if (askForParents(teller, transaction, now))
                orphanage.add(transaction, teller, now);
        }
        requests.forget(TxName.sameNumber(transaction.txid()));
        requests.forget(transaction.wtxid());
        int removed = orphanage.limit(now);
        if (removed > 0)
            out.debug("orphanage overflow, removed %d tx".formatted(removed));
    }

    private static Set<Txid> parentsOf(Transaction transaction) {
        return transaction.inputs().stream().map(input -> input.previous().txid()).collect(Collectors.toSet());
    }

    /** A parent was refused, or two paid too little: with one child only one of them could be helped. */
    private boolean isHopeless(Set<Txid> parents) {
        long poorParents = parents.stream()
                .filter(parent -> poor.contains(TxName.sameNumber(parent)) && pool.find(parent).isEmpty()).count();
        return poorParents > 1 || parents.stream().anyMatch(parent -> refused.contains(TxName.sameNumber(parent)));
    }

    private void resolveBy(Peer peer, Transaction orphan, Instant now) {
        if (!orphanage.isFrom(orphan.wtxid(), peer) && askForParents(peer, orphan, now))
            orphanage.add(orphan, peer, now);
    }

    /** As if the peer had announced them. */
    private boolean askForParents(Peer peer, Transaction orphan, Instant now) {
        List<TxName> missing = parentsOf(orphan).stream().map(TxName::of).filter(name -> !isHere(name)).toList();
        boolean isTooMuch = requests.count(peer) + missing.size() > TxRequests.MAX_ANNOUNCEMENTS;
        if (isTooMuch && !peer.may(Permission.RELAY))
            return false;
        missing.forEach(name -> hear(peer, name, now));
        return true;
    }

    /** A parent that pays too little, with a child of the same peer's that pays for both. */
    private void tryWithChild(Peer peer, Transaction parent, Instant now) {
        Optional<Transaction> child = orphanage.childrenFrom(parent, peer).stream()
                .filter(one -> !poorPairs.contains(new Pair(parent.wtxid(), one.wtxid()))
                        && !refused.contains(TxName.sameNumber(one.txid())))
                .findFirst();
        if (child.isEmpty())
            return;
        List<TxPool.Verdict> verdicts = pool.offerTogether(parent, child.get(), now);
        boolean together = verdicts.stream().allMatch(TxPool.Verdict.Accepted.class::isInstance);
        out.debug("package of %s and %s %s".formatted(parent.txid(), child.get().txid(),
                together ? "accepted" : "rejected"));
        if (!together)
            poorPairs.put(new Pair(parent.wtxid(), child.get().wtxid()), true);
        settle(peer, parent, verdicts.get(0), now);
        settle(peer, child.get(), verdicts.get(1), now);
    }

    private void settle(Peer peer, Transaction transaction, TxPool.Verdict verdict, Instant now) {
        switch (verdict) {
            case TxPool.Verdict.Accepted(List<Transaction> replaced) -> accepted(transaction, replaced, now);
            case TxPool.Verdict.Refused refusal -> refuse(peer, transaction, refusal, now);
            case TxPool.Verdict.MissingInputs _ -> {
                // it waits on
            }
        }
    }

    // --- Blocks ------------------------------------------------------------------------------------------------

    void onChainChange(ChainChange change) {
        if (!change.movedTip())
            return;
        // A block may make good what was refused.
        refused.clear();
        poor.clear();
        poorPairs.clear();
        if (!change.disconnected().isEmpty())
            confirmed.clear();
        if (syncing.getAsBoolean())
            return;
        for (BlockEntry entry : change.connected()) {
            int erased = 0;
            for (Transaction transaction : chain.block(entry.hash()).orElseThrow().transactions())
                erased += confirmed(transaction);
            if (erased > 0)
                out.debug("Erased %d orphan transaction(s) included or conflicted by block".formatted(erased));
        }
    }

    /** @return how many orphans it made useless */
    private int confirmed(Transaction transaction) {
        Wtxid byTxid = TxName.sameNumber(transaction.txid());
        confirmed.put(byTxid, true);
        confirmed.put(transaction.wtxid(), true);
        requests.forget(byTxid);
        requests.forget(transaction.wtxid());
        return orphanage.spent(transaction);
    }
}
