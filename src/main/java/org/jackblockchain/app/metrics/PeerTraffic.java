package org.jackblockchain.app.metrics;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import org.jackblockchain.peer.PeerView;

/** Bytes by message type of all peers, also of those that are gone. */
public final class PeerTraffic {
    private final Map<String, Long> goneReceived = new TreeMap<>();
    private final Map<String, Long> goneSent = new TreeMap<>();
    private List<PeerView> peers = List.of();

    /** Takes the newest view of the peers; costs little as long as they are the same. */
    public synchronized void published(List<PeerView> now) {
        if (!areSame(now)) {
            for (PeerView peer : peers) {
                if (now.stream().noneMatch(other -> other.peer() == peer.peer())) {
                    add(peer.bytesReceived(), goneReceived);
                    add(peer.bytesSent(), goneSent);
                }
            }
        }
        peers = now;
    }

    private boolean areSame(List<PeerView> now) {
        if (now.size() != peers.size())
            return false;
        for (int i = 0; i < now.size(); i++) {
            if (now.get(i).peer() != peers.get(i).peer())
                return false;
        }
        return true;
    }

    synchronized Map<String, Long> received() {
        return total(goneReceived, PeerView::bytesReceived);
    }

    synchronized Map<String, Long> sent() {
        return total(goneSent, PeerView::bytesSent);
    }

    private Map<String, Long> total(Map<String, Long> gone, Function<PeerView, Map<String, Long>> bytes) {
        var total = new TreeMap<>(gone);
        peers.forEach(peer -> add(bytes.apply(peer), total));
        return total;
    }

    private static void add(Map<String, Long> bytes, Map<String, Long> total) {
        bytes.forEach((type, count) -> total.merge(type, count, Long::sum));
    }
}
