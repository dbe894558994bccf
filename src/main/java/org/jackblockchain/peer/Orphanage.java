package org.jackblockchain.peer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.Txid;
import org.jackblockchain.primitives.Wtxid;

/** Transactions whose parents are not here yet, for a while and within limits: anybody can make them for nothing. */
final class Orphanage {
    static final int MAX_TRANSACTIONS = 100;
    /** A heavier one is not kept: it is cheaper to send it again. */
    static final int MAX_WEIGHT = 400_000;
    static final Duration LIFE = Duration.ofMinutes(20);

    private static final class Orphan {
        private final Transaction transaction;
        private final Instant until;
        /** Who told us of it: they may know its parents. */
        private final Set<Peer> announcers = new LinkedHashSet<>();

        Orphan(Transaction transaction, Instant until) {
            this.transaction = transaction;
            this.until = until;
        }
    }

    private final Map<Wtxid, Orphan> orphans = new LinkedHashMap<>();
    private final Map<OutPoint, Set<Wtxid>> spenders = new HashMap<>();
    private final RandomGenerator chance;

    Orphanage(RandomGenerator chance) {
        this.chance = chance;
    }

    List<WaitingOrphan> all() {
        return orphans.values().stream().map(orphan -> new WaitingOrphan(orphan.transaction, orphan.until,
                orphan.announcers.stream().map(Peer::id).toList())).toList();
    }

    boolean holds(Wtxid wtxid) {
        return orphans.containsKey(wtxid);
    }

    Optional<Transaction> find(Wtxid wtxid) {
        return Optional.ofNullable(orphans.get(wtxid)).map(orphan -> orphan.transaction);
    }

    boolean isFrom(Wtxid wtxid, Peer peer) {
        return Optional.ofNullable(orphans.get(wtxid)).filter(orphan -> orphan.announcers.contains(peer)).isPresent();
    }

    /** @return whether it is kept now and was not before */
    boolean add(Transaction transaction, Peer announcer, Instant now) {
        Orphan known = orphans.get(transaction.wtxid());
        if (known != null) {
            known.announcers.add(announcer);
            return false;
        }
        if (transaction.weight() > MAX_WEIGHT)
            return false;
        var orphan = new Orphan(transaction, now.plus(LIFE));
        orphan.announcers.add(announcer);
        orphans.put(transaction.wtxid(), orphan);
        for (TxIn input : transaction.inputs())
            spenders.computeIfAbsent(input.previous(), _ -> new LinkedHashSet<>(1)).add(transaction.wtxid());
        return true;
    }

    /** @return whether it was there */
    boolean remove(Wtxid wtxid) {
        Orphan orphan = orphans.remove(wtxid);
        if (orphan == null)
            return false;
        for (TxIn input : orphan.transaction.inputs()) {
            spenders.computeIfPresent(input.previous(), (_, wtxids) -> {
                wtxids.remove(wtxid);
                return wtxids.isEmpty() ? null : wtxids;
            });
        }
        return true;
    }

    /**
     * Those that are too old, and at random those that are too many.
     *
     * @return how many were too many
     */
    int limit(Instant now) {
        orphans.values().stream().filter(orphan -> !orphan.until.isAfter(now))
                .map(orphan -> orphan.transaction.wtxid()).toList().forEach(this::remove);
        int evicted = 0;
        while (orphans.size() > MAX_TRANSACTIONS) {
            var all = new ArrayList<Wtxid>(orphans.keySet());
            remove(all.get(chance.nextInt(all.size())));
            evicted++;
        }
        return evicted;
    }

    /**
     * Those that nobody else told us of go with the peer.
     *
     * @return how many
     */
    int gone(Peer peer) {
        int before = orphans.size();
        for (Orphan orphan : List.copyOf(orphans.values())) {
            orphan.announcers.remove(peer);
            if (orphan.announcers.isEmpty())
                remove(orphan.transaction.wtxid());
        }
        return before - orphans.size();
    }

    /**
     * Those that a block made useless, because it holds them or spends what they spend.
     *
     * @return how many
     */
    int spent(Transaction confirmed) {
        int before = orphans.size();
        for (TxIn input : confirmed.inputs())
            List.copyOf(spenders.getOrDefault(input.previous(), Set.of())).forEach(this::remove);
        return before - orphans.size();
    }

    /** Those that spend an output of this one. */
    List<Transaction> childrenOf(Transaction parent) {
        Txid txid = parent.txid();
        var children = new LinkedHashSet<Wtxid>();
        for (int i = 0; i < parent.outputs().size(); i++)
            children.addAll(spenders.getOrDefault(new OutPoint(txid, i), Set.of()));
        return children.stream().flatMap(wtxid -> find(wtxid).stream()).toList();
    }

    /** The same, of those that this peer told us of, the newest first. */
    List<Transaction> childrenFrom(Transaction parent, Peer peer) {
        return childrenOf(parent).stream().filter(child -> isFrom(child.wtxid(), peer)).toList().reversed();
    }

    Optional<Peer> announcerOf(Wtxid wtxid) {
        return Optional.ofNullable(orphans.get(wtxid)).flatMap(orphan -> orphan.announcers.stream().findFirst());
    }
}
