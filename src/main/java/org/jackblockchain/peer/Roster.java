package org.jackblockchain.peer;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The connections that stand, in the order they were made. */
final class Roster {
    private final Map<Long, Peer> peers = new LinkedHashMap<>();
    private final Collection<Peer> all = Collections.unmodifiableCollection(peers.values());

    void add(Peer peer) {
        peers.put(peer.id(), peer);
    }

    Optional<Peer> remove(long id) {
        return Optional.ofNullable(peers.remove(id));
    }

    Optional<Peer> find(long id) {
        return Optional.ofNullable(peers.get(id));
    }

    Collection<Peer> all() {
        return all;
    }

    List<Peer> where(Predicate<Peer> predicate) {
        return peers.values().stream().filter(predicate).toList();
    }

    List<Peer> ready() {
        return where(Peer::isReady);
    }

    int count(Predicate<Peer> predicate) {
        int count = 0;
        for (Peer peer : peers.values()) {
            if (predicate.test(peer))
                count++;
        }
        return count;
    }
}
