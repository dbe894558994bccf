package org.jackblockchain.peer;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.wire.Message;
import org.jackblockchain.wire.NetAddress;
import org.jackblockchain.wire.Subnet;

/** What happens on the network, as the edge reports it. A peer's number is never used twice in a node's life. */
public sealed interface PeerEvent {
    /**
     * A connection stands; nothing was said on it yet.
     *
     * @param local our end of it; {@link NetAddress#NONE} where there is none to tell
     */
    record Connected(long peer, NetAddress remote, Direction direction, NetAddress local) implements PeerEvent {
        public Connected(long peer, NetAddress remote, Direction direction) {
            this(peer, remote, direction, NetAddress.NONE);
        }
    }

    /** A call asked for by {@link PeerEffect.Connect} was not answered. */
    record ConnectFailed(NetAddress remote, String why) implements PeerEvent {}

    /**
     * A message arrived whole.
     *
     * @param bytes of the frame, header included
     */
    record Received(long peer, Message message, int bytes) implements PeerEvent {}

    /** A frame arrived whole, but its payload is no message: it is skipped, as Core does. */
    record Skipped(long peer, String command, String why, int bytes) implements PeerEvent {}

    /** A message arrived whole, but holds more than the protocol allows. */
    record Overdone(long peer, String command, String why, int bytes) implements PeerEvent {}

    /** Everything sent before {@link PeerEffect.AwaitSent} is with the operating system. */
    record Sent(long peer) implements PeerEvent {}

    /** The connection is gone, whoever ended it. The last event of this peer. */
    record Closed(long peer, String why) implements PeerEvent {}

    /** The operator asks for a connection that is kept up ({@code addnode add}, {@code --peer}). */
    record Add(NetAddress remote) implements PeerEvent {}

    /** The operator takes that back; a connection that stands goes on. */
    record Remove(NetAddress remote) implements PeerEvent {}

    /** The operator asks for one call, whatever becomes of it ({@code addnode onetry}, {@code addconnection}). */
    record Try(NetAddress remote, ConnectionType type) implements PeerEvent {
        public Try(NetAddress remote) {
            this(remote, ConnectionType.MANUAL);
        }
    }

    /** The operator wants all round trips measured now. */
    record PingAll() implements PeerEvent {}

    /**
     * The operator wants nothing to do with these hosts: who is connected from there is dropped.
     *
     * @param until empty for as long as is usual
     */
    record Banned(Subnet subnet, Optional<Instant> until) implements PeerEvent {}

    /** The operator takes that back. */
    record Unbanned(Subnet subnet) implements PeerEvent {}

    /** All of it. */
    record BansCleared() implements PeerEvent {}

    /** The operator wants no connections at all, or wants them again. */
    record NetworkSwitched(boolean active) implements PeerEvent {}

    /** Somebody names a place where a node may be; {@code reached} as if we had called it. */
    record AddressGiven(NetAddress address, boolean reached) implements PeerEvent {}

    /** The operator wants the body of a block of a peer, whether or not it would be asked for. */
    record Fetch(long peer, BlockHash block) implements PeerEvent {}

    /** What is done now and then comes so much earlier, for tests; what answers a peer does not. */
    record Hurry(Duration by) implements PeerEvent {}

    /** The operator ends a connection. */
    record Drop(long peer, String why) implements PeerEvent {}
}
