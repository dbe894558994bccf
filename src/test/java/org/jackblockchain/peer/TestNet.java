package org.jackblockchain.peer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.wire.Message;
import org.jackblockchain.wire.NetAddress;
import org.jspecify.annotations.Nullable;

/** Nodes in memory, joined by lines that lose nothing; time passes only when nobody has more to say. */
final class TestNet {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** One end of a line. */
    record End(TestNode node, long id) {}

    /** What travelled. */
    record Said(TestNode from, TestNode to, Message message) {}

    private record Delivery(TestNode to, PeerEvent event) {}

    private final ChainParams params;
    private final PeerConfig config;
    private final Map<NetAddress, TestNode> nodes = new LinkedHashMap<>();
    private final Map<End, End> lines = new HashMap<>();
    private final Deque<Delivery> queue = new ArrayDeque<>();
    private final List<Said> said = new ArrayList<>();
    private final List<PeerEffect.Note> notes = new ArrayList<>();
    private Instant now = START;
    private long lastId;
    private @Nullable RandomGenerator cutter;

    TestNet(ChainParams params, PeerConfig config) {
        this.params = params;
        this.config = config;
    }

    TestNode node(int port) {
        var node = new TestNode(params, config, port, List.of());
        nodes.put(node.address(), node);
        return node;
    }

    Instant now() {
        return now;
    }

    List<Said> said() {
        return said;
    }

    List<PeerEffect.Note> notes() {
        return notes;
    }

    /** {@code caller} is asked to call {@code called} and to stay connected. */
    void join(TestNode caller, TestNode called) {
        queue.add(new Delivery(caller, new PeerEvent.Add(called.address())));
        settle();
    }

    void found(TestNode node, Block block) {
        perform(node, node.found(block, now));
        settle();
    }

    /** Delivers until nobody says anything more. */
    void settle() {
        while (!queue.isEmpty()) {
            Delivery next = queue.remove();
            if (cutter != null && cutter.nextInt(100) == 0)
                cutOne(cutter);
            perform(next.to(), next.to().on(next.event(), now));
        }
    }

    /** Jumps from wake to wake until the condition holds. */
    void runUntil(BooleanSupplier done, Duration limit) {
        Instant end = now.plus(limit);
        settle();
        while (!done.getAsBoolean()) {
            Instant next = nodes.values().stream().map(node -> node.peers().nextWake()).flatMap(Optional::stream)
                    .min(Instant::compareTo).orElse(end);
            if (next.isAfter(end))
                throw new AssertionError("not done after " + limit + "; last: " + last());
            if (next.isAfter(now))
                now = next;
            for (TestNode node : List.copyOf(nodes.values())) {
                Optional<Instant> wake = node.peers().nextWake();
                if (wake.isPresent() && !wake.get().isAfter(now))
                    perform(node, node.onWoken(now));
            }
            settle();
        }
    }

    /** Jumps from wake to wake for a while. */
    void run(Duration time) {
        Instant end = now.plus(time);
        try {
            runUntil(() -> false, time);
        } catch (AssertionError expected) {
            now = end;
        }
    }

    private String last() {
        return said.subList(Math.max(0, said.size() - 10), said.size()).toString();
    }

    private void perform(TestNode node, List<PeerEffect> effects) {
        effects.forEach(effect -> perform(node, effect));
    }

    private void perform(TestNode node, PeerEffect effect) {
        switch (effect) {
            case PeerEffect.Send(long id, Message message) -> {
                End far = lines.get(new End(node, id));
                if (far != null) {
                    said.add(new Said(node, far.node(), message));
                    queue.add(new Delivery(far.node(),
                            new PeerEvent.Received(far.id(), message, MessageSize.of(message))));
                }
            }
            case PeerEffect.AwaitSent(long id) -> queue.add(new Delivery(node, new PeerEvent.Sent(id)));
            case PeerEffect.Connect(NetAddress remote) -> connect(node, remote);
            case PeerEffect.Disconnect(long id, String why) -> cut(new End(node, id), why);
            case PeerEffect.SaveBans _ -> {
            }
            case PeerEffect.SaveAddresses _ -> {
            }
            case PeerEffect.Note note -> notes.add(note);
        }
    }

    private void connect(TestNode caller, NetAddress remote) {
        TestNode called = nodes.get(remote);
        if (called == null) {
            queue.add(new Delivery(caller, new PeerEvent.ConnectFailed(remote, "refused")));
            return;
        }
        var near = new End(caller, ++lastId);
        var far = new End(called, ++lastId);
        lines.put(near, far);
        lines.put(far, near);
        var ephemeral = NetAddress.parse("127.0.0.1:" + (40_000 + lastId)).orElseThrow();
        queue.add(new Delivery(caller, new PeerEvent.Connected(near.id(), remote, Direction.OUTBOUND)));
        queue.add(new Delivery(called, new PeerEvent.Connected(far.id(), ephemeral, Direction.INBOUND)));
    }

    /** From now on a line is cut now and then; what was on its way is lost. */
    void cutting(RandomGenerator chance) {
        cutter = chance;
    }

    private void cutOne(RandomGenerator chance) {
        if (lines.isEmpty())
            return;
        var ends = lines.keySet().stream().sorted(Comparator.comparingLong(End::id)).toList();
        End end = ends.get(chance.nextInt(ends.size()));
        End far = lines.get(end);
        queue.removeIf(delivery -> delivery.event() instanceof PeerEvent.Received(long id, _, _)
                && (id == end.id() || (far != null && id == far.id())));
        cut(end, "cable cut");
    }

    void cut(End near, String why) {
        End far = lines.remove(near);
        if (far == null)
            return;
        lines.remove(far);
        queue.add(new Delivery(near.node(), new PeerEvent.Closed(near.id(), why)));
        queue.add(new Delivery(far.node(), new PeerEvent.Closed(far.id(), "closed by the other side")));
    }
}
