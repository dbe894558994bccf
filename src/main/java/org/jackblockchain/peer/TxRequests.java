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

    /** What one peer announced that is still open. */
    private static final class Open {
        private final Map<Wtxid, Announcement> announcements = new LinkedHashMap<>();
        private int asked;
    }

    /** @param at in nanoseconds since 1970: strangers can make so many of them that how fast they compare matters */
    private record Look(long at, Wtxid hash) {
        static Look at(Instant time, Wtxid hash) {
            return new Look(nanos(time), hash);
        }

        static long nanos(Instant time) {
            return time.getEpochSecond() * 1_000_000_000L + time.getNano();
        }

        Instant time() {
            return Instant.ofEpochSecond(0, at);
        }
    }

    private static final Comparator<Announcement> BEST_FIRST = Comparator
            .comparing((Announcement one) -> !one.preferred).thenComparingLong(one -> one.priority);

    private final Map<Wtxid, List<Announcement>> byHash = new HashMap<>();
    private final Map<Peer, Open> byPeer = new HashMap<>();
    /** When something may be due for a transaction; what is not needed any more is passed over. */
    private final PriorityQueue<Look> looks = new PriorityQueue<>(Comparator.comparingLong(Look::at));
    private final RandomGenerator chance;

    TxRequests(RandomGenerator chance) {
        this.chance = chance;
    }

    /**
     * Does nothing for a peer that has announced too much that is still open.
     *
     * @param mayComeByWtxid whether others may announce it by its better name
     */
    void announced(Peer peer, TxName name, boolean mayComeByWtxid, Instant now) {
        Open theirs = byPeer.computeIfAbsent(peer, _ -> new Open());
        if (theirs.announcements.containsKey(name.hash()) || isFull(peer))
            return;
        boolean preferred = peer.isPreferred();
        Instant due = now;
        if (!preferred)
            due = due.plus(CALLER_DELAY);
        if (mayComeByWtxid)
            due = due.plus(TXID_DELAY);
        if (theirs.asked >= MAX_IN_FLIGHT && !peer.may(Permission.RELAY))
            due = due.plus(OVERLOAD_DELAY);
        var announcement = new Announcement(peer, name, preferred, chance.nextLong(), due);
        theirs.announcements.put(name.hash(), announcement);
        byHash.computeIfAbsent(name.hash(), _ -> new ArrayList<>(1)).add(announcement);
        looks.add(Look.at(due, name.hash()));
    }

    private void become(Announcement announcement, State state) {
        Open theirs = byPeer.get(announcement.peer);
        if (theirs != null) {
            theirs.asked -= announcement.state == State.ASKED ? 1 : 0;
            theirs.asked += state == State.ASKED ? 1 : 0;
        }
        announcement.state = state;
    }

    /** Whether it came, was not found, or was nothing: the peer has answered. */
    void answered(Peer peer, Wtxid hash, Instant now) {
        Open theirs = byPeer.get(peer);
        Announcement announcement = theirs == null ? null : theirs.announcements.get(hash);
        if (announcement == null)
            return;
        become(announcement, State.DONE);
        forgetIfAllDone(hash);
        looks.add(Look.at(now, hash));
    }

    /** It is here, or not wanted. */
    void forget(Wtxid hash) {
        List<Announcement> announcements = byHash.remove(hash);
        if (announcements == null)
            return;
        for (Announcement announcement : announcements) {
            become(announcement, State.DONE);
            removeOf(announcement.peer, hash);
        }
    }

    private void removeOf(Peer peer, Wtxid hash) {
        Open theirs = byPeer.get(peer);
        if (theirs != null && theirs.announcements.remove(hash) != null && theirs.announcements.isEmpty())
            byPeer.remove(peer);
    }

    private void forgetIfAllDone(Wtxid hash) {
        if (byHash.getOrDefault(hash, List.of()).stream().allMatch(one -> one.state == State.DONE))
            forget(hash);
    }

    void gone(Peer peer, Instant now) {
        Open theirs = byPeer.remove(peer);
        if (theirs == null)
            return;
        theirs.announcements.forEach((hash, announcement) -> {
            byHash.getOrDefault(hash, new ArrayList<>()).remove(announcement);
            forgetIfAllDone(hash);
            looks.add(Look.at(now, hash));
        });
    }

    /** Peers that announced it and have not answered yet. */
    List<Peer> candidates(Wtxid hash) {
        return byHash.getOrDefault(hash, List.of()).stream().filter(one -> one.state != State.DONE)
                .map(one -> one.peer).toList();
    }

    /** Whether the peer has announced so much that nothing more is taken. */
    boolean isFull(Peer peer) {
        return count(peer) >= MAX_ANNOUNCEMENTS && !peer.may(Permission.RELAY);
    }

    /** How much of a peer's is open. */
    int count(Peer peer) {
        Open theirs = byPeer.get(peer);
        return theirs == null ? 0 : theirs.announcements.size();
    }

    /** Asks for what is due, by {@code ask}. */
    void advance(Instant now, BiConsumer<Peer, TxName> ask) {
        long until = Look.nanos(now);
        for (Look look = looks.peek(); look != null && look.at() <= until; look = looks.peek()) {
            looks.remove();
            List<Announcement> announcements = byHash.get(look.hash());
            if (announcements != null)
                advance(look.hash(), List.copyOf(announcements), now, ask);
        }
    }

    private void advance(Wtxid hash, List<Announcement> announcements, Instant now, BiConsumer<Peer, TxName> ask) {
        for (Announcement one : announcements) {
            if (one.state == State.ASKED && !one.due.isAfter(now))
                become(one, State.DONE);
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
        become(best, State.ASKED);
        best.due = now.plus(ANSWER_TIME);
        looks.add(Look.at(best.due, hash));
        ask.accept(best.peer, best.name);
    }

    void wakes(Alarm alarm) {
        Look look = looks.peek();
        if (look != null)
            alarm.at(look.time());
    }
}
