package org.jackblockchain.peer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

import org.jackblockchain.chain.Chain;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.Wtxid;
import org.jackblockchain.wire.InvItem;
import org.jackblockchain.wire.Message;

/**
 * Tells peers of the transactions in our pool, and gives them. To each at moments of chance, so that nobody learns by
 * time where a transaction came from; those who call us all at the same moments, so that calling often does not help.
 */
final class TxRelay {
    static final Duration CALLER_INTERVAL = Duration.ofSeconds(5);
    static final Duration CALLED_INTERVAL = Duration.ofSeconds(2);
    /** Announced at a time: usually at most, and when very many wait. */
    static final int USUAL_AT_ONCE = 70;
    static final int MOST_AT_ONCE = 1_000;
    /** Transactions that a peer is remembered to know. */
    static final int MAX_KNOWN = 10_000;
    /** Transactions that wait to be announced to one peer; those beyond it are not told of. */
    static final int MAX_TO_SEND = 50_000;
    private static final Duration UNASKED_INTERVAL = Duration.ofMinutes(10);
    private static final Duration UNASKED_SPREAD = Duration.ofMinutes(5);

    /** What is remembered of one peer. */
    static final class Part {
        private final Set<Wtxid> toSend = new LinkedHashSet<>();
        private final Bounded<Wtxid, Boolean> known = new Bounded<>(MAX_KNOWN);
        private final FeeFilter.Part feeFilter = new FeeFilter.Part();
        private Instant nextSend = Instant.EPOCH;
        private long lastSequence = 1;
        private boolean wantsAll;
        private long leastFeeRate;

        /** From which fee rate on the peer wants to hear of transactions, for 1,000 virtual bytes. */
        long leastFeeRate() {
            return leastFeeRate;
        }

        void knows(TxName name) {
            known.put(name.hash(), true);
            toSend.remove(name.hash());
        }

        void wantsFrom(long feeRate) {
            leastFeeRate = feeRate;
        }
    }

    private final Chain chain;
    private final TxPool pool;
    private final Roster roster;
    private final Outbox out;
    private final RandomGenerator chance;
    private final FeeFilter feeFilter;
    private final boolean takesTransactions;
    private Instant nextToCallers = Instant.EPOCH;
    private Instant nextUnasked = Instant.EPOCH;
    private BlockHash recentBlock = BlockHash.ZERO;
    private Map<Wtxid, Transaction> recent = Map.of();

    TxRelay(Chain chain, TxPool pool, Roster roster, Outbox out, Relaying relaying, RandomGenerator chance) {
        this.chain = chain;
        this.pool = pool;
        this.roster = roster;
        this.out = out;
        this.chance = chance;
        this.takesTransactions = relaying.transactions();
        this.feeFilter = new FeeFilter(chance);
    }

    /** It is in the pool: whoever does not know it will hear of it. */
    void announce(Transaction transaction, Instant now) {
        long before = pool.find(transaction.wtxid()).map(TxPool.Pooled::sequence).orElse(0L);
        for (Peer peer : roster.all()) {
            if (!peer.isReady() || !peer.wantsTransactions())
                continue;
            Wtxid hash = TxName.of(transaction, peer).hash();
            Part part = peer.transactions();
            if (part.toSend.isEmpty() && !part.wantsAll && now.isAfter(part.nextSend))
                waitAnew(peer, before, now);
            if (!part.known.contains(hash) && part.toSend.size() < MAX_TO_SEND)
                part.toSend.add(hash);
        }
    }

    /**
     * While there was nothing to say, its moments passed unused. What chance says of the next one does not hang on
     * those before, so it is asked again; until then the peer may know of what was there before.
     */
    private void waitAnew(Peer peer, long before, Instant now) {
        peer.transactions().nextSend = nextMoment(peer, now);
        peer.transactions().lastSequence = Math.max(peer.transactions().lastSequence, before);
    }

    private Instant nextMoment(Peer peer, Instant now) {
        return peer.isInbound() ? nextToCallers(now) : now.plus(Pauses.exponential(CALLED_INTERVAL, chance));
    }

    /** It wants to hear of the whole pool (BIP35). */
    void onMempool(Peer peer) {
        peer.transactions().wantsAll = true;
    }

    /** Our own that nobody asked for are announced again so much earlier. */
    void hurry(Duration by) {
        nextUnasked = nextUnasked.minus(by);
    }

    /** Announces and tells rates, to whom it is time to. */
    void advance(boolean syncing, Instant now) {
        if (!now.isBefore(nextUnasked)) {
            nextUnasked = now.plus(UNASKED_INTERVAL).plusMillis(chance.nextLong(UNASKED_SPREAD.toMillis()));
            pool.unasked().forEach(transaction -> announce(transaction, now));
        }
        for (Peer peer : roster.all()) {
            if (peer.isReady()) {
                advance(peer, now);
                tellFeeRate(peer, syncing, now);
            }
        }
    }

    private void tellFeeRate(Peer peer, boolean syncing, Instant now) {
        if (!takesTransactions || !peer.understandsFeeFilter())
            return;
        long rate = feeFilter.due(peer.transactions().feeFilter, pool, syncing, now);
        if (rate > 0)
            out.send(peer, new Message.FeeFilter(rate));
    }

    private void advance(Peer peer, Instant now) {
        Part part = peer.transactions();
        if (!peer.may(Permission.NO_BAN) && !now.isAfter(part.nextSend))
            return;
        if (now.isAfter(part.nextSend))
            part.nextSend = nextMoment(peer, now);
        if (!peer.wantsTransactions())
            part.toSend.clear();
        var items = new ArrayList<InvItem>();
        if (part.wantsAll)
            addAll(peer, items);
        if (!part.toSend.isEmpty())
            addNews(peer, items);
        part.lastSequence = pool.sequence();
        for (int from = 0; from < items.size(); from += Message.MAX_INVENTORY)
            out.send(peer, new Message.Inv(items.subList(from, Math.min(items.size(), from + Message.MAX_INVENTORY))));
    }

    private Instant nextToCallers(Instant now) {
        if (now.isAfter(nextToCallers))
            nextToCallers = now.plus(Pauses.exponential(CALLER_INTERVAL, chance));
        return nextToCallers;
    }

    private void addAll(Peer peer, List<InvItem> items) {
        peer.transactions().wantsAll = false;
        for (TxPool.Pooled pooled : pool.all())
            add(peer, pooled, items);
    }

    /** Parents before children, and those that pay more before others. */
    private void addNews(Peer peer, List<InvItem> items) {
        Part part = peer.transactions();
        int most = Math.min(MOST_AT_ONCE, USUAL_AT_ONCE + part.toSend.size() / 1_000 * 5);
        List<TxPool.Pooled> news = part.toSend.stream().flatMap(hash -> find(peer, hash).stream())
                .sorted(Comparator.comparingInt(TxPool.Pooled::ancestors)
                        .thenComparing(TxRelay::feeRate, Comparator.reverseOrder()))
                .toList();
        part.toSend.clear();
        int added = 0;
        for (TxPool.Pooled pooled : news) {
            if (added < most)
                added += add(peer, pooled, items) ? 1 : 0;
            else
                part.toSend.add(TxName.of(pooled.transaction(), peer).hash());
        }
    }

    private static double feeRate(TxPool.Pooled pooled) {
        return (double) pooled.fee() / pooled.virtualSize();
    }

    private Optional<TxPool.Pooled> find(Peer peer, Wtxid hash) {
        return peer.session().wishes().wtxidRelay()
                ? pool.find(hash)
                : pool.find(new TxName(false, hash).txid());
    }

    private boolean add(Peer peer, TxPool.Pooled pooled, List<InvItem> items) {
        TxName name = TxName.of(pooled.transaction(), peer);
        Part part = peer.transactions();
        boolean paysEnough = pooled.fee() * 1_000 >= part.leastFeeRate * pooled.virtualSize();
        if (part.known.contains(name.hash()) || !paysEnough || !peer.filter().lets(pooled.transaction()))
            return false;
        part.knows(name);
        items.add(name.announced());
        return true;
    }

    /** What a peer asks for, if it may know of it: else it could watch our pool. */
    Optional<Transaction> serve(Peer peer, InvItem item, Instant now) {
        advance(peer, now);
        TxName name = TxName.of(item);
        Optional<TxPool.Pooled> pooled = name.isWtxid() ? pool.find(name.hash()) : pool.find(name.txid());
        Optional<Transaction> served = pooled
                .filter(known -> known.sequence() < peer.transactions().lastSequence)
                .map(TxPool.Pooled::transaction).or(() -> Optional.ofNullable(recent().get(name.hash())));
        served.ifPresent(transaction -> pool.wasRequested(transaction.txid()));
        return served;
    }

    /** Of the last block, by both names: who was told of them before it may still ask. */
    private Map<Wtxid, Transaction> recent() {
        BlockHash tip = chain.tip().hash();
        if (!tip.equals(recentBlock)) {
            recentBlock = tip;
            recent = new HashMap<>();
            for (Transaction transaction : chain.block(tip).orElseThrow().transactions()) {
                recent.put(transaction.wtxid(), transaction);
                recent.put(TxName.sameNumber(transaction.txid()), transaction);
            }
        }
        return recent;
    }

    void wakes(Alarm alarm) {
        if (pool.hasUnasked())
            alarm.at(nextUnasked);
        for (Peer peer : roster.all()) {
            if (!peer.isReady())
                continue;
            Part part = peer.transactions();
            if (!part.toSend.isEmpty() || part.wantsAll)
                alarm.at(part.nextSend.plusMillis(1));
            if (takesTransactions && peer.understandsFeeFilter())
                feeFilter.wakes(part.feeFilter, alarm);
        }
    }
}
