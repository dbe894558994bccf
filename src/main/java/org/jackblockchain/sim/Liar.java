package org.jackblockchain.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

import org.jackblockchain.peer.Direction;
import org.jackblockchain.peer.PeerEvent;
import org.jackblockchain.wire.Message;
import org.jackblockchain.wire.NetAddress;
import org.jackblockchain.wire.Services;

/**
 * A peer that speaks the protocol and means no good. It calls honest nodes again and again, takes their calls, shakes
 * hands, and leaves the rest to its {@link Lie}.
 */
final class Liar implements SimNetwork.Host {
    private static final Duration CALL_INTERVAL = Duration.ofSeconds(20);
    private static final Duration ACT_INTERVAL = Duration.ofSeconds(4);

    private final Cluster cluster;
    private final World world;
    private final RandomGenerator chance;
    private final NetAddress address;
    private final Lie lie;
    /** Peers, and whether they are ready to be lied to. */
    private final Map<Long, Boolean> peers = new LinkedHashMap<>();
    private long lastPeer;
    private boolean tired;

    Liar(Cluster cluster, Lie lie) {
        this.cluster = cluster;
        this.world = cluster.world();
        this.chance = world.ownChance();
        this.address = cluster.newAddress();
        this.lie = lie;
        cluster.network().add(this);
        cluster.strangerCame();
        callSomebody();
        act();
    }

    /** From now on it does not call, and tells no new lies. It still answers in its way. */
    void tire() {
        tired = true;
    }

    private void callSomebody() {
        if (tired)
            return;
        cluster.network().call(this, cluster.anyNode().address(), () -> false);
        world.afterNanos(World.exponentialNanos(chance, CALL_INTERVAL), this::callSomebody);
    }

    private void act() {
        if (tired)
            return;
        for (Map.Entry<Long, Boolean> peer : List.copyOf(new ArrayList<>(peers.entrySet()))) {
            if (peer.getValue())
                lie.act(this, peer.getKey());
        }
        world.afterNanos(World.exponentialNanos(chance, ACT_INTERVAL), this::act);
    }

    @Override
    public void on(PeerEvent event) {
        switch (event) {
            case PeerEvent.Connected(long peer, NetAddress remote, Direction direction, _) -> {
                peers.put(peer, false);
                if (direction == Direction.OUTBOUND && lie.shakesHands())
                    say(peer, version(remote));
            }
            case PeerEvent.Received(long peer, Message message, _) -> heard(peer, message);
            case PeerEvent.Closed(long peer, _) -> peers.remove(peer);
            default -> {
            }
        }
    }

    private void heard(long peer, Message message) {
        switch (message) {
            case Message.Version _ when lie.shakesHands() -> {
                if (peer % 2 == 0)
                    say(peer, new Message.SendHeaders());
                say(peer, version(address));
                say(peer, new Message.Verack());
            }
            case Message.Verack _ -> peers.replace(peer, true);
            default -> lie.heard(this, peer, message);
        }
    }

    /** Twice, to a node that we called: it must not mind. */
    private Message version(NetAddress receiver) {
        return new Message.Version(Message.PROTOCOL_VERSION, Services.NETWORK | Services.WITNESS,
                world.now().getEpochSecond(), receiver.endpoint(), NetAddress.NONE, chance.nextLong(), "/liar/",
                lie.claimedHeight(this), true);
    }

    void say(long peer, Message message) {
        cluster.network().send(this, peer, message);
    }

    void sayBroken(long peer, String command) {
        cluster.network().sendBroken(this, peer, command);
    }

    void hangUp(long peer) {
        cluster.network().hangUp(this, peer, "done");
    }

    Cluster cluster() {
        return cluster;
    }

    RandomGenerator chance() {
        return chance;
    }

    long now() {
        return world.now().getEpochSecond();
    }

    /** The chain that most believe in: the liar sees everything. */
    Ledger.Entry honestTip() {
        Ledger.Entry best = cluster.ledger().genesis();
        for (SimNode node : cluster.nodes()) {
            if (node.tip().work().compareTo(best.work()) > 0)
                best = node.tip();
        }
        return best;
    }

    @Override
    public NetAddress address() {
        return address;
    }

    @Override
    public boolean isUp() {
        return true;
    }

    @Override
    public long nextPeer() {
        return ++lastPeer;
    }
}
