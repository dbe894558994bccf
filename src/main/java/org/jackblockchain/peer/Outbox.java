package org.jackblockchain.peer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.jackblockchain.peer.PeerEffect.Level;
import org.jackblockchain.wire.Codec;
import org.jackblockchain.wire.Message;
import org.jackblockchain.wire.NetAddress;

/** Gathers what the components want done while one event is handled. */
final class Outbox {
    private List<PeerEffect> effects = new ArrayList<>();
    private List<Peer> left = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private boolean tellsAll;
    private final UploadTarget upload;

    Outbox(UploadTarget upload) {
        this.upload = upload;
    }

    /** From now on each message that is sent is told. */
    void tellAll() {
        tellsAll = true;
    }

    /** The time of the event that is being handled. */
    void at(Instant time) {
        now = time;
    }

    /** Does nothing for a peer that we hung up on. */
    void send(Peer peer, Message message) {
        if (peer.isLeaving())
            return;
        int bytes = MessageSize.of(message);
        peer.sent(Codec.commandOf(message), bytes, now);
        peer.serving().sent(bytes);
        upload.sent(bytes, now);
        if (tellsAll)
            debug("sending %s (%d bytes) peer=%d".formatted(Codec.commandOf(message), bytes - Codec.HEADER_BYTES,
                    peer.id()));
        effects.add(new PeerEffect.Send(peer.id(), message));
    }

    void awaitSent(Peer peer) {
        if (!peer.isLeaving())
            effects.add(new PeerEffect.AwaitSent(peer.id()));
    }

    void connect(NetAddress remote) {
        effects.add(new PeerEffect.Connect(remote));
    }

    /** Hangs up, once. */
    void disconnect(Peer peer, String why) {
        if (peer.isLeaving())
            return;
        peer.leave();
        left.add(peer);
        debug("%s, disconnecting peer=%d".formatted(why, peer.id()));
        effects.add(new PeerEffect.Disconnect(peer.id(), why));
    }

    void save(List<KnownAddress> addresses) {
        effects.add(new PeerEffect.SaveAddresses(addresses));
    }

    void saveBans(Collection<Ban> bans) {
        effects.add(new PeerEffect.SaveBans(List.copyOf(bans)));
    }

    /** Does not even begin to talk. */
    void refuse(long peer, String why) {
        effects.add(new PeerEffect.Disconnect(peer, why));
    }

    void debug(String text) {
        note(Level.DEBUG, text);
    }

    void info(String text) {
        note(Level.INFO, text);
    }

    void warn(String text) {
        note(Level.WARN, text);
    }

    private void note(Level level, String text) {
        effects.add(new PeerEffect.Note(level, text));
    }

    /** Those we hung up on since the last call: what was asked of them must be asked of others. */
    List<Peer> takeLeft() {
        List<Peer> taken = left;
        left = new ArrayList<>();
        return taken;
    }

    List<PeerEffect> take() {
        List<PeerEffect> taken = effects;
        effects = new ArrayList<>();
        return taken;
    }
}
