package org.jackblockchain.peer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.wire.Codec;
import org.jackblockchain.wire.Message;
import org.jackblockchain.wire.NetAddress;
import org.jackblockchain.wire.Services;

/** One node, and strangers who say what a test tells them to. */
final class Stage {
    static final PeerConfig CONFIG = PeerConfig.of("/test:1/").withLoopback(true);
    static final int PORT = 5_100;

    private final TestNode node;
    private final List<Stranger> strangers = new ArrayList<>();
    private final List<PeerEffect> effects = new ArrayList<>();
    private Instant now = TestNet.START;
    private boolean slow;

    Stage(ChainParams params) {
        this(params, CONFIG, List.of());
    }

    Stage(ChainParams params, PeerConfig config, List<KnownAddress> known) {
        node = new TestNode(params, config, PORT, known);
    }

    /** Nobody takes what is sent until {@link Stranger#take}. */
    Stage slow() {
        slow = true;
        return this;
    }

    TestNode node() {
        return node;
    }

    Instant now() {
        return now;
    }

    /** All that the node wanted done so far. */
    List<PeerEffect> effects() {
        return effects;
    }

    <T> List<T> all(Class<T> kind) {
        return effects.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    List<NetAddress> calls() {
        return all(PeerEffect.Connect.class).stream().map(PeerEffect.Connect::remote).toList();
    }

    /** All of one kind that the node ever said to a stranger. */
    <T extends Message> List<T> said(Stranger to, Class<T> kind) {
        return to.everything().filter(kind::isInstance).map(kind::cast).toList();
    }

    void happens(PeerEvent event) {
        perform(node.on(event, now));
    }

    /** The operator brought a transaction into the pool. */
    void happensPooled(Transaction transaction) {
        perform(node.peers().onPooled(transaction, now));
    }

    void found(Block block) {
        perform(node.found(block, now));
    }

    /** Time passes, and the node is woken whenever it wishes. */
    void pass(Duration time) {
        Instant end = now.plus(time);
        int wakes = 0;
        Optional<Instant> wake = node.peers().nextWake();
        while (wake.isPresent() && !wake.get().isAfter(end)) {
            if (++wakes > 100_000)
                throw new AssertionError("the node does not sleep");
            if (wake.get().isAfter(now))
                now = wake.get();
            perform(node.onWoken(now));
            wake = node.peers().nextWake();
        }
        now = end;
    }

    private void perform(List<PeerEffect> wanted) {
        effects.addAll(wanted);
        for (PeerEffect effect : wanted) {
            switch (effect) {
                case PeerEffect.AwaitSent(long id) when !slow -> happens(new PeerEvent.Sent(id));
                case PeerEffect.Disconnect(long id, String why) -> happens(new PeerEvent.Closed(id, why));
                default -> {
                }
            }
        }
    }

    /** A stranger from elsewhere calls us. */
    Stranger caller(String remote) {
        return stranger(remote, Direction.INBOUND);
    }

    /** We called, and somebody answered. */
    Stranger called(String remote) {
        return stranger(remote, Direction.OUTBOUND);
    }

    /** A stranger calls us at one of our places. */
    Stranger callerAt(String local, String remote) {
        return stranger(remote, Direction.INBOUND, NetAddress.parse(local).orElseThrow());
    }

    private Stranger stranger(String remote, Direction direction) {
        return stranger(remote, direction, NetAddress.NONE);
    }

    private Stranger stranger(String remote, Direction direction, NetAddress local) {
        var stranger = new Stranger(strangers.size() + 1, NetAddress.parse(remote).orElseThrow());
        strangers.add(stranger);
        happens(new PeerEvent.Connected(stranger.id, stranger.remote, direction, local));
        return stranger;
    }

    /** Somebody that the node talks to. */
    final class Stranger {
        private final long id;
        private final NetAddress remote;
        private int read;

        private Stranger(long id, NetAddress remote) {
            this.id = id;
            this.remote = remote;
        }

        long id() {
            return id;
        }

        NetAddress remote() {
            return remote;
        }

        Message.Version version() {
            return version(Services.NETWORK | Services.WITNESS);
        }

        private Message.Version version(long services) {
            return new Message.Version(Message.PROTOCOL_VERSION, services,
                    now.getEpochSecond(), NetAddress.NONE, NetAddress.NONE, id, "/stranger/", 0, true);
        }

        /** The usual handshake of a full node; what the node said meanwhile is read. */
        Stranger greets() {
            say(version(), new Message.WtxidRelay(), new Message.SendAddrV2(), new Message.Verack(),
                    new Message.SendHeaders());
            hears();
            return this;
        }

        /** The handshake of a node that has the last blocks only. */
        Stranger limited() {
            say(version(Services.NETWORK_LIMITED | Services.WITNESS), new Message.Verack());
            hears();
            return this;
        }

        Stranger say(Message... messages) {
            for (Message message : messages)
                happens(new PeerEvent.Received(id, message, size(message)));
            return this;
        }

        private static int size(Message message) {
            return message instanceof Message.Unknown ? Codec.HEADER_BYTES : MessageSize.of(message);
        }

        Stranger headers(List<Block> blocks) {
            return say(new Message.Headers(blocks.stream().map(Block::header).toList()));
        }

        /** Headers in as many messages as it takes, whatever the node answers. */
        Stranger manyHeaders(List<BlockHeader> headers) {
            for (int from = 0; from < headers.size(); from += Message.Headers.MAX) {
                int to = Math.min(headers.size(), from + Message.Headers.MAX);
                say(new Message.Headers(headers.subList(from, to)));
            }
            return this;
        }

        Stranger block(Block block) {
            return say(new Message.BlockMessage(block));
        }

        /** All that the node took back so far counts as taken. */
        void take() {
            happens(new PeerEvent.Sent(id));
        }

        /** What the node said since the last call. */
        List<Message> hears() {
            List<Message> heard = everything().skip(read).toList();
            read += heard.size();
            return heard;
        }

        <T extends Message> List<T> hears(Class<T> kind) {
            return hears().stream().filter(kind::isInstance).map(kind::cast).toList();
        }

        private Stream<Message> everything() {
            return effects.stream().filter(PeerEffect.Send.class::isInstance).map(PeerEffect.Send.class::cast)
                    .filter(send -> send.peer() == id).map(PeerEffect.Send::message);
        }

        boolean isConnected() {
            return all(PeerEffect.Disconnect.class).stream().noneMatch(effect -> effect.peer() == id);
        }

        String goodbye() {
            return all(PeerEffect.Disconnect.class).stream().filter(effect -> effect.peer() == id).findFirst()
                    .orElseThrow(() -> new AssertionError("still connected")).why();
        }

        PeerView view() {
            return node.peers().view().stream().filter(view -> view.peer() == id).findFirst().orElseThrow();
        }
    }
}
