package org.jackblockchain.peer;

import java.util.List;

import org.jackblockchain.wire.Message;
import org.jackblockchain.wire.NetAddress;

/** What the peer room wants done on the network. The edge performs them in order. */
public sealed interface PeerEffect {
    record Send(long peer, Message message) implements PeerEffect {}

    /** Asks for {@link PeerEvent.Sent} once all that was sent to this peer so far has left the node. */
    record AwaitSent(long peer) implements PeerEffect {}

    /** Call this address; {@link PeerEvent.Connected} or {@link PeerEvent.ConnectFailed} follows. */
    record Connect(NetAddress remote) implements PeerEffect {}

    /** Hang up; {@link PeerEvent.Closed} follows. What was sent before leaves first, if the peer takes it. */
    record Disconnect(long peer, String why) implements PeerEffect {}

    /** The address book changed; keep it where the node finds it at the next start. */
    record SaveAddresses(List<KnownAddress> addresses) implements PeerEffect {
        public SaveAddresses {
            addresses = List.copyOf(addresses);
        }
    }

    /** The operator's bans changed; keep them likewise. */
    record SaveBans(List<Ban> bans) implements PeerEffect {
        public SaveBans {
            bans = List.copyOf(bans);
        }
    }

    /** Something an operator should be able to read. */
    record Note(Level level, String text) implements PeerEffect {}

    /** How much a note matters. */
    enum Level {
        DEBUG, INFO, WARN
    }
}
