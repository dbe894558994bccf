package org.jackblockchain.sim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

import org.jackblockchain.peer.Direction;
import org.jackblockchain.peer.PeerEvent;
import org.jackblockchain.wire.NetAddress;

/** One connection between two hosts: two queues of parcels on their way, and what each end knows of it. */
final class Line {
    /** Parcels on their way in one direction; a real node hangs up on a peer that takes nothing. */
    static final int MAX_UNDER_WAY = 20_000;
    private static final long RESET_NANOS = 1_000_000;

    /** What travels. */
    sealed interface Parcel {
        /** The callee took the call. */
        record Opened(NetAddress remote, Direction direction) implements Parcel {}

        /** @param event made for the number that the receiver has for this peer */
        record Arrival(LongFunction<PeerEvent> event) implements Parcel {}

        /** When it arrives, the sender knows that all before it left. */
        record Receipt() implements Parcel {}

        record HungUp() implements Parcel {}
    }

    /** One end: who holds it, by which number, and what is on its way to it. */
    static final class End {
        private final SimNetwork.Host host;
        private final long peer;
        private final Deque<Parcel> coming = new ArrayDeque<>();
        private Optional<Line> line = Optional.empty();
        private long lastArrival;
        /** Parcels that were due but could not arrive. */
        private int held;
        private boolean closed;

        End(SimNetwork.Host host, long peer) {
            this.host = host;
            this.peer = peer;
        }

        SimNetwork.Host host() {
            return host;
        }

        long peer() {
            return peer;
        }

        Line line() {
            return line.orElseThrow();
        }
    }

    private final SimNetwork network;
    private final End caller;
    private final End callee;
    private boolean silent;

    Line(SimNetwork network, End caller, End callee) {
        this.network = network;
        this.caller = caller;
        this.callee = callee;
        caller.line = Optional.of(this);
        callee.line = Optional.of(this);
    }

    End caller() {
        return caller;
    }

    End callee() {
        return callee;
    }

    private End other(End end) {
        return end == caller ? callee : caller;
    }

    void send(End from, Parcel parcel) {
        arrive(other(from), parcel);
    }

    /** Puts a parcel on its way; none overtakes another. */
    void arrive(End to, Parcel parcel) {
        if (to.coming.size() >= MAX_UNDER_WAY) {
            reset("too much is on its way");
            return;
        }
        to.coming.add(parcel);
        schedule(to);
    }

    private void schedule(End to) {
        long due = network.world().nowNanos() + network.lateness(other(to).host, to.host);
        to.lastArrival = Math.max(due, to.lastArrival);
        network.world().atNanos(to.lastArrival, () -> deliver(to));
    }

    private void deliver(End to) {
        if (!silent && !network.canTalk(caller.host, callee.host)) {
            to.held++;
            return;
        }
        Parcel parcel = to.coming.poll();
        // A reset line has nothing left to deliver.
        if (parcel == null || silent)
            return;
        if (to.closed) {
            refuse(to);
            return;
        }
        switch (parcel) {
            case Parcel.Opened(NetAddress remote, Direction direction) ->
                to.host.on(new PeerEvent.Connected(to.peer, remote, direction));
            case Parcel.Arrival(LongFunction<PeerEvent> event) -> to.host.on(event.apply(to.peer));
            case Parcel.Receipt _ -> {
                End sender = other(to);
                network.world().afterNanos(0, () -> tell(sender, new PeerEvent.Sent(sender.peer)));
            }
            case Parcel.HungUp _ -> close(to, "the peer hung up");
        }
    }

    /** A machine that is up answers what comes on a line it knows nothing of; one that is off does not. */
    private void refuse(End to) {
        End sender = other(to);
        if (to.host.isUp() && !sender.closed)
            network.world().afterNanos(RESET_NANOS, () -> close(sender, "connection reset"));
    }

    private static void tell(End end, PeerEvent event) {
        if (!end.closed)
            end.host.on(event);
    }

    private void close(End end, String why) {
        if (end.closed)
            return;
        end.closed = true;
        network.closed(end);
        end.host.on(new PeerEvent.Closed(end.peer, why));
    }

    boolean isOver() {
        return caller.closed && callee.closed;
    }

    /** What was said before still arrives; who hangs up hears nothing more. */
    void hangUp(End end, String why) {
        send(end, new Parcel.HungUp());
        end.coming.clear();
        network.world().afterNanos(0, () -> close(end, why));
    }

    /** Both ends are told, and what was under way is lost. */
    void reset(String why) {
        for (End end : List.of(caller, callee)) {
            end.coming.clear();
            network.world().afterNanos(RESET_NANOS, () -> close(end, why));
        }
    }

    /** Nothing arrives any more, and nobody is told. */
    void goSilent() {
        silent = true;
    }

    void died(SimNetwork.Host host, boolean told) {
        for (End end : List.of(caller, callee)) {
            if (!end.host.equals(host) || end.closed)
                continue;
            if (told)
                send(end, new Parcel.HungUp());
            end.closed = true;
            network.closed(end);
        }
    }

    /** What could not arrive is on its way again. */
    void resume() {
        for (End end : List.of(caller, callee)) {
            int held = end.held;
            end.held = 0;
            for (int i = 0; i < held; i++)
                schedule(end);
        }
    }
}
