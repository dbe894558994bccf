package org.jackblockchain.sim;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

import org.jackblockchain.peer.Direction;
import org.jackblockchain.peer.PeerEvent;
import org.jackblockchain.wire.Codec;
import org.jackblockchain.wire.Message;
import org.jackblockchain.wire.NetAddress;

/**
 * Lines between hosts, as TCP gives them: what is said arrives late but whole and in order, or the line dies, and
 * then one side or both may never be told. Two lines owe each other nothing.
 *
 * <p>Each pair of hosts is some distance apart, and each message is late by some more. Hosts in different groups
 * cannot talk: what they say waits, as TCP goes on trying, and calls fail.
 */
public final class SimNetwork {
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);
    private static final long NEAREST_NANOS = Duration.ofMillis(1).toNanos();
    private static final double FARTHEST = 200;
    /** Share of messages that are late by seconds: a lost packet, a busy machine. */
    private static final double LATE_SHARE = 0.002;
    private static final Duration LATE = Duration.ofSeconds(2);
    private static final int FIRST_CALLER_PORT = 49_152;
    private static final int CALLER_PORTS = 16_000;

    /** Who has a place on the network. */
    public interface Host {
        /** Where it takes calls. */
        NetAddress address();

        /** Whether somebody is there: a machine that is off does not even refuse a call. */
        boolean isUp();

        /** A number for a new peer, used only once. */
        long nextPeer();

        void on(PeerEvent event);
    }

    private final World world;
    private final RandomGenerator chance;
    private final Optional<Codec> codec;
    private final Map<NetAddress, Host> hosts = new HashMap<>();
    private final Map<NetAddress, Integer> groups = new HashMap<>();
    private final Map<Distance, Long> distances = new HashMap<>();
    private final Set<Line> lines = new LinkedHashSet<>();
    private final Map<Place, Line.End> ends = new HashMap<>();
    private int calls;

    private record Distance(NetAddress a, NetAddress b) {}

    private record Place(NetAddress host, long peer) {}

    /** @param codec where messages travel as bytes; empty where they travel as they are, which is faster */
    public SimNetwork(World world, Optional<Codec> codec) {
        this.world = world;
        this.chance = world.ownChance();
        this.codec = codec;
    }

    public void add(Host host) {
        hosts.put(host.address(), host);
    }

    /** @param ended asked when the answer comes: a caller that died meanwhile gets none */
    public void call(Host caller, NetAddress remote, Ended ended) {
        Host callee = hosts.get(remote.endpoint());
        if (callee == null || !canTalk(caller, callee) || !callee.isUp()) {
            long wait = chance.nextBoolean() ? NEAREST_NANOS : CALL_TIMEOUT.toNanos();
            world.afterNanos(wait, () -> failed(caller, remote, ended));
            return;
        }
        world.afterNanos(lateness(caller, callee), () -> answer(caller, callee, remote, ended));
    }

    /** Whether the life that asked for something is over. */
    @FunctionalInterface
    public interface Ended {
        boolean ended();
    }

    private static void failed(Host caller, NetAddress remote, Ended ended) {
        if (!ended.ended())
            caller.on(new PeerEvent.ConnectFailed(remote, "no answer"));
    }

    private void answer(Host caller, Host callee, NetAddress remote, Ended ended) {
        if (ended.ended() || !callee.isUp() || !canTalk(caller, callee)) {
            failed(caller, remote, ended);
            return;
        }
        var from = new NetAddress(caller.address().networkId(), caller.address().host(),
                FIRST_CALLER_PORT + calls++ % CALLER_PORTS, 0, 0);
        var line = new Line(this, new Line.End(caller, caller.nextPeer()), new Line.End(callee, callee.nextPeer()));
        lines.add(line);
        ends.put(new Place(caller.address(), line.caller().peer()), line.caller());
        ends.put(new Place(callee.address(), line.callee().peer()), line.callee());
        line.arrive(line.caller(), new Line.Parcel.Opened(remote, Direction.OUTBOUND));
        callee.on(new PeerEvent.Connected(line.callee().peer(), from, Direction.INBOUND));
    }

    public void send(Host from, long peer, Message message) {
        find(from, peer).ifPresent(end -> end.line().send(end, parcel(message)));
    }

    /** What only a stranger would say: frames whose payload is no message. */
    void sendBroken(Host from, long peer, String command) {
        find(from, peer).ifPresent(end -> end.line().send(end,
                new Line.Parcel.Arrival(to -> new PeerEvent.Skipped(to, command, "broken", Codec.HEADER_BYTES))));
    }

    public void awaitSent(Host from, long peer) {
        find(from, peer).ifPresent(end -> end.line().send(end, new Line.Parcel.Receipt()));
    }

    public void hangUp(Host from, long peer, String why) {
        find(from, peer).ifPresent(end -> end.line().hangUp(end, why));
    }

    private Optional<Line.End> find(Host host, long peer) {
        return Optional.ofNullable(ends.get(new Place(host.address(), peer)));
    }

    private Line.Parcel parcel(Message message) {
        if (codec.isEmpty() || message instanceof Message.Unknown) {
            int bytes = Sizes.of(message);
            return new Line.Parcel.Arrival(to -> new PeerEvent.Received(to, message, bytes));
        }
        byte[] frame = codec.get().encode(message);
        return new Line.Parcel.Arrival(to -> decoded(to, frame));
    }

    private PeerEvent decoded(long to, byte[] frame) {
        return switch (codec.orElseThrow().decode(frame, 0, frame.length)) {
            case Codec.Decoded.Complete(Message message, int bytes) when bytes == frame.length ->
                new PeerEvent.Received(to, message, bytes);
            case Codec.Decoded.Ignored(String command, String why, int bytes) when bytes == frame.length ->
                new PeerEvent.Skipped(to, command, why, bytes);
            case Codec.Decoded other -> throw new Violation("our own frame reads as " + other);
        };
    }

    // --- What goes wrong ---------------------------------------------------------------------------------------

    /**
     * The host's program is gone.
     *
     * @param told whether its system still says so to the others; if not they find out when they next speak to it
     */
    public void died(Host host, boolean told) {
        for (Line line : List.copyOf(lines))
            line.died(host, told);
    }

    /** Puts a host into a group; hosts of different groups cannot talk. All begin in group 0. */
    public void group(Host host, int group) {
        groups.put(host.address(), group);
    }

    /** Everybody can talk to everybody, and what waited is on its way again. */
    public void heal() {
        groups.clear();
        for (Line line : List.copyOf(lines))
            line.resume();
    }

    /** A line that stands goes down: told to both ends, or to nobody. */
    public void breakOne(boolean silently) {
        if (lines.isEmpty())
            return;
        Line line = List.copyOf(lines).get(chance.nextInt(lines.size()));
        if (silently)
            line.goSilent();
        else
            line.reset("connection reset");
    }

    /** Resets each line between groups with this probability, as far as a router tells both ends. */
    public void resetAcrossGroups(double probability) {
        for (Line line : List.copyOf(lines)) {
            if (!canTalk(line.caller().host(), line.callee().host()) && chance.nextDouble() < probability)
                line.reset("no route");
        }
    }

    // --- For lines ---------------------------------------------------------------------------------------------

    World world() {
        return world;
    }

    /** The end is closed: nobody can speak into it any more. */
    void closed(Line.End end) {
        ends.remove(new Place(end.host().address(), end.peer()));
        if (end.line().isOver())
            lines.remove(end.line());
    }

    public int lineCount() {
        return lines.size();
    }

    boolean canTalk(Host a, Host b) {
        return groups.getOrDefault(a.address(), 0).equals(groups.getOrDefault(b.address(), 0));
    }

    long lateness(Host from, Host to) {
        long distance = distance(from.address(), to.address());
        long jitter = World.exponentialNanos(chance, distance / 4.0);
        long late = chance.nextDouble() < LATE_SHARE ? World.exponentialNanos(chance, LATE) : 0;
        return distance + jitter + late;
    }

    private long distance(NetAddress a, NetAddress b) {
        Long known = distances.get(new Distance(a, b));
        if (known != null)
            return known;
        long drawn = (long) (NEAREST_NANOS * Math.pow(FARTHEST, chance.nextDouble()));
        distances.put(new Distance(a, b), drawn);
        distances.put(new Distance(b, a), drawn);
        return drawn;
    }
}
