package org.jackblockchain.peer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

import org.jackblockchain.primitives.Wtxid;
import org.jspecify.annotations.Nullable;

/**
 * Which announced transactions are asked for, of whom and when: of one peer at a time, first of those that we called,
 * so that nobody can keep a transaction from us for long by announcing it and saying nothing (as in Core).
 */
final class TxRequests {
    /** Announcements that are remembered of one peer. */
    static final int MAX_ANNOUNCEMENTS = 5_000;
    /** A peer with more questions open is asked later. */
    static final int MAX_IN_FLIGHT = 100;
    static final Duration CALLER_DELAY = Duration.ofSeconds(2);
    static final Duration TXID_DELAY = Duration.ofSeconds(2);
    static final Duration OVERLOAD_DELAY = Duration.ofSeconds(2);
    /** After so long without an answer the next peer is asked. */
    static final Duration ANSWER_TIME = Duration.ofSeconds(60);

    private enum State {
        WAITING, ASKED, DONE
    }

    private static final class Announcement {
        private final Peer peer;
        private final TxName name;
        private final boolean preferred;
        private final long priority;
        private Instant due;
        private State state = State.WAITING;

        Announcement(Peer peer, TxName name, boolean preferred, long priority, Instant due) {
            this.peer = peer;
            this.name = name;
            this.preferred = preferred;
            this.priority = priority;
            this.due = due;
        }
    }

    private record Look(Instant at, Wtxid hash) {}

    private static final Comparator<Announcement> BEST_FIRST = Comparator
            .comparing((Announcement one) -> !one.preferred).thenComparingLong(one -> one.priority);

    private final Map<Wtxid, List<Announcement>> byHash = new HashMap<>();
    private final Map<Peer, Map<Wtxid, Announcement>> byPeer = new HashMap<>();
    /** When something may be due for a transaction; what is not needed any more is passed over. */
    private final PriorityQueue<Look> looks = new PriorityQueue<>(Comparator.comparing(Look::at));
    private final RandomGenerator chance;

    TxRequests(RandomGenerator chance) {
        this.chance = chance;
    }

    /** @return false if the peer has announced too much that is still open */
    boolean announced(Peer peer, TxName name, boolean wtxidPeers, Instant now) {
        Map<Wtxid, Announcement> theirs = byPeer.computeIfAbsent(peer, _ -> new LinkedHashMap<>());
        if (theirs.containsKey(name.hash()))
            return true;
        if (theirs.size() >= MAX_ANNOUNCEMENTS && !peer.may(Permission.RELAY))
            return false;
        boolean preferred = peer.isPreferred();
        Instant due = now;
        if (!preferred)
            due = due.plus(CALLER_DELAY);
        if (!name.isWtxid() && wtxidPeers)
            due = due.plus(TXID_DELAY);
        if (inFlight(theirs) >= MAX_IN_FLIGHT && !peer.may(Permission.RELAY))
            due = due.plus(OVERLOAD_DELAY);
        var announcement = new Announcement(peer, name, preferred, chance.nextLong(), due);
        theirs.put(name.hash(), announcement);
        byHash.computeIfAbsent(name.hash(), _ -> new ArrayList<>(1)).add(announcement);
        looks.add(new Look(due, name.hash()));
        return true;
    }

    private static long inFlight(Map<Wtxid, Announcement> announcements) {
        return announcements.values().stream().filter(one -> one.state == State.ASKED).count();
    }

    /** Whether it came, was not found, or was nothing: the peer has answered. */
    void answered(Peer peer, Wtxid hash, Instant now) {
        Announcement announcement = byPeer.getOrDefault(peer, Map.of()).get(hash);
        if (announcement == null)
            return;
        announcement.state = State.DONE;
        forgetIfAllDone(hash);
        looks.add(new Look(now, hash));
    }

    /** It is here, or not wanted. */
    void forget(Wtxid hash) {
        List<Announcement> announcements = byHash.remove(hash);
        if (announcements == null)
            return;
        for (Announcement announcement : announcements)
            removeOf(announcement.peer, hash);
    }

    private void removeOf(Peer peer, Wtxid hash) {
        Map<Wtxid, Announcement> theirs = byPeer.get(peer);
        if (theirs != null && theirs.remove(hash) != null && theirs.isEmpty())
            byPeer.remove(peer);
    }

    private void forgetIfAllDone(Wtxid hash) {
        if (byHash.getOrDefault(hash, List.of()).stream().allMatch(one -> one.state == State.DONE))
            forget(hash);
    }

    void gone(Peer peer, Instant now) {
        Map<Wtxid, Announcement> theirs = byPeer.remove(peer);
        if (theirs == null)
            return;
        theirs.forEach((hash, announcement) -> {
            byHash.getOrDefault(hash, new ArrayList<>()).remove(announcement);
            forgetIfAllDone(hash);
            looks.add(new Look(now, hash));
        });
    }

    /** Peers that announced it and have not answered yet. */
    List<Peer> candidates(Wtxid hash) {
        return byHash.getOrDefault(hash, List.of()).stream().filter(one -> one.state != State.DONE)
                .map(one -> one.peer).toList();
    }

    /** How much of a peer's is open. */
    int count(Peer peer) {
        return byPeer.getOrDefault(peer, Map.of()).size();
    }

    Set<Peer> peers() {
        return Set.copyOf(byPeer.keySet());
    }

    /** Asks for what is due, by {@code ask}. */
    void advance(Instant now, BiConsumer<Peer, TxName> ask) {
        for (Look look = looks.peek(); look != null && !look.at().isAfter(now); look = looks.peek()) {
            looks.remove();
            List<Announcement> announcements = byHash.get(look.hash());
            if (announcements != null)
                advance(look.hash(), List.copyOf(announcements), now, ask);
        }
    }

    private void advance(Wtxid hash, List<Announcement> announcements, Instant now, BiConsumer<Peer, TxName> ask) {
        for (Announcement one : announcements) {
            if (one.state == State.ASKED && !one.due.isAfter(now))
                one.state = State.DONE;
        }
        if (announcements.stream().anyMatch(one -> one.state == State.ASKED))
            return;
        @Nullable
        Announcement best = announcements.stream()
                .filter(one -> one.state == State.WAITING && !one.due.isAfter(now)).min(BEST_FIRST).orElse(null);
        if (best == null) {
            forgetIfAllDone(hash);
            return;
        }
        best.state = State.ASKED;
        best.due = now.plus(ANSWER_TIME);
        looks.add(new Look(best.due, hash));
        ask.accept(best.peer, best.name);
    }

    void wakes(Alarm alarm) {
        Look look = looks.peek();
        if (look != null)
            alarm.at(look.at());
    }
}
