package org.jackblockchain.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jackblockchain.peer.Direction;
import org.jackblockchain.peer.PeerEffect;
import org.jackblockchain.peer.PeerEvent;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.CompactTarget;
import org.jackblockchain.primitives.MerkleRoot;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;
import org.jackblockchain.wire.InvItem;
import org.jackblockchain.wire.Message;
import org.jackblockchain.wire.NetAddress;
import org.junit.jupiter.api.Test;

class NetTest {
    private static final BlockHash HASH = new BlockHash(1, 2, 3, 4);
    private static final BlockHeader HEADER = new BlockHeader(4, HASH, new MerkleRoot(5, 6, 7, 8), 1_700_000_000,
            new CompactTarget(0x207fffff), 9);

    private static Block blockOf(int scriptBytes) {
        var input = new TxIn(OutPoint.COINBASE, Bytes.of((byte) 1, (byte) 2), TxIn.FINAL,
                List.of(Bytes.of(new byte[32])));
        var output = new TxOut(50, Bytes.of(new byte[scriptBytes]));
        return new Block(HEADER, List.of(new Transaction(2, List.of(input), List.of(output), 0)));
    }

    private static List<Message> oneOfEach() {
        var address = NetAddress.parse("1.2.3.4:8333").orElseThrow().withServices(1).withTime(1_700_000_000);
        var items = List.of(InvItem.block(HASH));
        return List.of(
                new Message.Version(70_016, 9, 1_700_000_000, NetAddress.NONE, NetAddress.NONE, 7, "/x:1/", 3, true),
                new Message.Verack(), new Message.WtxidRelay(), new Message.SendAddrV2(), new Message.SendHeaders(),
                new Message.FeeFilter(1_000), new Message.SendCmpct(true, 2), new Message.Ping(5),
                new Message.Pong(OptionalLong.of(5)), new Message.GetAddr(), new Message.Addr(List.of(address)),
                new Message.AddrV2(List.of(address)), new Message.Inv(items), new Message.GetData(items),
                new Message.NotFound(items), new Message.GetHeaders(70_016, List.of(HASH), BlockHash.ZERO),
                new Message.GetBlocks(70_016, List.of(HASH), BlockHash.ZERO), new Message.Headers(List.of(HEADER)),
                new Message.BlockMessage(blockOf(25)), new Message.Tx(blockOf(25).transactions().getFirst()),
                new Message.Mempool());
    }

    @Test
    void every_message_arrives_as_it_was_sent_and_comes_back() throws IOException {
        try (var alice = new TestNode(); var bob = new TestNode()) {
            // Given a line between two nodes
            long toBob = alice.call(bob);
            var atBob = bob.next(PeerEvent.Connected.class);
            assertThat(atBob.direction()).isEqualTo(Direction.INBOUND);

            for (Message message : oneOfEach()) {
                // When one speaks and the other echoes
                alice.send(toBob, message);
                var heard = bob.next(PeerEvent.Received.class);
                bob.send(atBob.peer(), heard.message());

                // Then both heard the same
                assertThat(heard.message()).isEqualTo(message);
                assertThat(heard.bytes()).isEqualTo(TestNode.CODEC.encode(message).length);
                assertThat(alice.next(PeerEvent.Received.class).message()).isEqualTo(message);
            }
        }
    }

    @Test
    void a_call_is_reported_with_the_address_that_was_called() throws IOException {
        try (var alice = new TestNode(); var bob = new TestNode()) {
            alice.net.perform(new PeerEffect.Connect(bob.asPeer()));

            var connected = alice.next(PeerEvent.Connected.class);
            assertThat(connected.remote()).isEqualTo(bob.asPeer());
            assertThat(connected.direction()).isEqualTo(Direction.OUTBOUND);
        }
    }

    @Test
    void the_longest_message_passes_and_keeps_its_place_in_the_order() throws IOException {
        try (var alice = new TestNode(); var bob = new TestNode()) {
            long toBob = alice.call(bob);
            bob.next(PeerEvent.Connected.class);
            var big = new Message.BlockMessage(blockOf(3_999_700));

            alice.send(toBob, new Message.Ping(1));
            alice.send(toBob, big);
            alice.send(toBob, new Message.Ping(2));

            assertThat(bob.next(PeerEvent.Received.class).message()).isEqualTo(new Message.Ping(1));
            assertThat(bob.next(PeerEvent.Received.class).message()).isEqualTo(big);
            assertThat(bob.next(PeerEvent.Received.class).message()).isEqualTo(new Message.Ping(2));
        }
    }

    @Test
    void thousands_of_messages_arrive_in_order() throws IOException {
        try (var alice = new TestNode(); var bob = new TestNode()) {
            long toBob = alice.call(bob);
            bob.next(PeerEvent.Connected.class);

            for (int i = 0; i < 5_000; i++)
                alice.send(toBob, new Message.Ping(i));

            for (int i = 0; i < 5_000; i++)
                assertThat(bob.next(PeerEvent.Received.class).message()).isEqualTo(new Message.Ping(i));
        }
    }

    @Test
    void says_when_everything_so_far_has_left() throws IOException {
        try (var node = new TestNode(); var stranger = node.stranger()) {
            long peer = node.next(PeerEvent.Connected.class).peer();

            node.send(peer, new Message.Ping(1));
            node.net.perform(new PeerEffect.AwaitSent(peer));

            assertThat(node.next(PeerEvent.Sent.class).peer()).isEqualTo(peer);
            assertThat(stranger.getInputStream().readNBytes(32)).isEqualTo(TestNode.CODEC.encode(new Message.Ping(1)));
        }
    }

    @Test
    void what_was_said_before_hanging_up_still_arrives_though_the_peer_is_still_talking() throws IOException {
        try (var node = new TestNode(NetLimits.DEFAULT.withInbox(5_000_000, 1).withLingerTime(Duration.ofMinutes(1)));
                var stranger = node.stranger()) {
            // Given a peer that has said more than we have read
            long peer = node.next(PeerEvent.Connected.class).peer();
            byte[] ping = TestNode.CODEC.encode(new Message.Ping(3));
            for (int i = 0; i < 5_000; i++)
                stranger.getOutputStream().write(ping);
            node.unprocessed(PeerEvent.Received.class);

            // When we say more than the operating system takes, and hang up
            var words = new Message.BlockMessage(blockOf(2_000_000));
            for (int i = 0; i < 12; i++)
                node.send(peer, words);
            node.disconnect(peer, "we are done");

            // Then it hears all of it, and we hear no more
            byte[] frame = TestNode.CODEC.encode(words);
            for (int i = 0; i < 12; i++)
                assertThat(stranger.getInputStream().readNBytes(frame.length)).isEqualTo(frame);
            assertThat(stranger.getInputStream().read()).isNegative();
            stranger.shutdownOutput();
            assertThat(node.next(PeerEvent.Closed.class)).isEqualTo(new PeerEvent.Closed(peer, "we are done"));
        }
    }

    @Test
    void hangs_up_on_a_peer_that_does_not_read_our_last_words() throws IOException {
        var limits = NetLimits.DEFAULT.withLingerTime(Duration.ofMillis(100));
        try (var node = new TestNode(limits); var _ = node.stranger()) {
            long peer = node.next(PeerEvent.Connected.class).peer();
            for (int i = 0; i < 15; i++)
                node.send(peer, new Message.BlockMessage(blockOf(3_000_000 + i)));

            node.disconnect(peer, "we are done");

            assertThat(node.next(PeerEvent.Closed.class).why()).isEqualTo("we are done");
        }
    }

    @Test
    void cuts_off_a_peer_for_whom_too_much_waits() throws IOException {
        try (var node = new TestNode(NetLimits.DEFAULT.withOutboxBytes(1_000_000)); var _ = node.stranger()) {
            long peer = node.next(PeerEvent.Connected.class).peer();

            // More than the operating system takes, and then more than we keep
            for (int i = 0; i < 1_000; i++)
                node.send(peer, new Message.BlockMessage(blockOf(100_000)));

            assertThat(node.next(PeerEvent.Closed.class).why()).contains("does not read").contains("1000000");
        }
    }

    @Test
    void a_peer_is_not_read_while_the_node_is_behind() throws IOException {
        try (var node = new TestNode(NetLimits.DEFAULT.withInbox(5_000_000, 10)); var stranger = node.stranger()) {
            // Given a peer that sends more than may wait
            node.next(PeerEvent.Connected.class);
            for (int i = 0; i < 30; i++)
                stranger.getOutputStream().write(TestNode.CODEC.encode(new Message.Ping(i)));

            // Then no more than that come
            Awaitility.await().until(() -> node.events.size() >= 10);
            Awaitility.await().during(Duration.ofMillis(200)).until(() -> node.events.size() == 10);

            // Until the node catches up
            for (int i = 0; i < 30; i++)
                assertThat(node.next(PeerEvent.Received.class).message()).isEqualTo(new Message.Ping(i));
        }
    }

    @Test
    void the_bytes_that_wait_are_bounded_too_but_one_message_always_may() throws IOException {
        try (var node = new TestNode(NetLimits.DEFAULT.withInbox(40, 1_000)); var stranger = node.stranger()) {
            // Given a limit that one message of 32 bytes nearly fills
            node.next(PeerEvent.Connected.class);
            var big = new Message.BlockMessage(blockOf(100));
            stranger.getOutputStream().write(TestNode.CODEC.encode(new Message.Ping(1)));
            stranger.getOutputStream().write(TestNode.CODEC.encode(big));

            // When the first waits, the second has to
            var first = node.unprocessed(PeerEvent.Received.class);
            Awaitility.await().during(Duration.ofMillis(200)).until(node.events::isEmpty);

            // Then it comes as soon as nothing waits, though it is beyond the limit alone
            node.net.onProcessed(first);
            assertThat(node.next(PeerEvent.Received.class).message()).isEqualTo(big);
        }
    }

    @Test
    void a_peer_that_is_behind_can_be_hung_up_on() throws IOException {
        try (var node = new TestNode(NetLimits.DEFAULT.withInbox(5_000_000, 1)); var stranger = node.stranger()) {
            long peer = node.next(PeerEvent.Connected.class).peer();
            for (int i = 0; i < 3; i++)
                stranger.getOutputStream().write(TestNode.CODEC.encode(new Message.Ping(i)));
            node.unprocessed(PeerEvent.Received.class);

            node.disconnect(peer, "enough");

            assertThat(stranger.getInputStream().read()).isNegative();
            stranger.shutdownOutput();
            assertThat(node.next(PeerEvent.Closed.class).why()).isEqualTo("enough");
        }
    }

    @Test
    void a_taken_port_is_named() throws IOException {
        try (var taken = new ServerSocket(0, 1, TestNode.LOOPBACK);
                var net = new Net(TestNode.MAGIC, NetLimits.DEFAULT, _ -> {
                })) {
            assertThatThrownBy(() -> net.listen(TestNode.LOOPBACK, taken.getLocalPort()))
                    .isInstanceOf(BindException.class).hasMessageContaining(String.valueOf(taken.getLocalPort()));
        }
    }

    @Test
    void a_refused_call_is_reported() throws IOException {
        int nobody;
        try (var free = new ServerSocket(0, 1, TestNode.LOOPBACK)) {
            nobody = free.getLocalPort();
        }
        try (var node = new TestNode()) {
            var remote = NetAddress.of(TestNode.LOOPBACK.getAddress(), nobody);
            node.net.perform(new PeerEffect.Connect(remote));

            var failed = node.next(PeerEvent.ConnectFailed.class);
            assertThat(failed.remote()).isEqualTo(remote);
            assertThat(failed.why()).containsIgnoringCase("refused");
        }
    }

    @Test
    void an_address_of_a_network_we_cannot_reach_fails_as_a_call() throws IOException {
        try (var node = new TestNode()) {
            var onion = new NetAddress(NetAddress.Network.TORV3.id(), Bytes.of(new byte[32]), 1, 0, 0);
            node.net.perform(new PeerEffect.Connect(onion));

            assertThat(node.next(PeerEvent.ConnectFailed.class).why()).contains("TORV3");
        }
    }

    @Test
    void two_hundred_connections_stand_and_each_has_its_own_number() throws IOException {
        try (var node = new TestNode()) {
            var strangers = new ArrayList<Socket>();
            for (int i = 0; i < 200; i++)
                strangers.add(node.stranger());

            var peers = IntStream.range(0, 200).mapToObj(_ -> node.next(PeerEvent.Connected.class).peer()).toList();
            assertThat(peers).doesNotHaveDuplicates();
            for (long peer : peers)
                node.send(peer, new Message.Ping(peer));
            for (Socket stranger : strangers) {
                assertThat(stranger.getInputStream().readNBytes(32)).hasSize(32);
                stranger.close();
            }
            for (int i = 0; i < 200; i++)
                node.next(PeerEvent.Closed.class);
            assertThat(node.net.connectionCount()).isZero();
        }
    }

    @Test
    void calls_beyond_the_limit_are_closed_unread_until_a_place_is_free() throws IOException {
        try (var node = new TestNode(NetLimits.DEFAULT.withMaxInbound(1))) {
            // Given the only place is taken
            Socket first = node.stranger();
            node.next(PeerEvent.Connected.class);

            // Then another call is closed
            try (var second = node.stranger()) {
                assertThat(second.getInputStream().read()).isNegative();
            }

            // And the place is free only when the node knows of the end
            first.close();
            var closed = node.unprocessed(PeerEvent.Closed.class);
            try (var third = node.stranger()) {
                assertThat(third.getInputStream().read()).isNegative();
            }
            node.net.onProcessed(closed);
            try (var _ = node.stranger()) {
                node.next(PeerEvent.Connected.class);
            }
        }
    }

    @Test
    void closing_ends_every_connection_whatever_is_under_way() throws IOException {
        // Given 20 lines full of traffic in both directions, and nobody who processes it
        try (var alice = new TestNode(); var bob = new TestNode()) {
            var block = new Message.BlockMessage(blockOf(500_000));
            for (int i = 0; i < 20; i++) {
                alice.call(bob);
                bob.next(PeerEvent.Connected.class);
            }
            for (int i = 0; i < 20 * 50; i++) {
                alice.send(1 + i % 20, block);
                bob.send(1 + i % 20, block);
                alice.net.perform(new PeerEffect.AwaitSent(1 + i % 20));
            }

            // When one node stops
            alice.net.close();

            // Then each of its connections has ended, and the other side sees that
            assertThat(alice.events.stream().filter(PeerEvent.Closed.class::isInstance)).hasSize(20);
            for (int i = 0; i < 20; i++)
                bob.nextOf(PeerEvent.Closed.class);
            assertThatThrownBy(alice::stranger).isInstanceOf(IOException.class);
        }
    }

    @Test
    void effects_for_a_peer_that_is_gone_do_nothing() throws IOException {
        try (var node = new TestNode()) {
            long peer;
            try (var _ = node.stranger()) {
                peer = node.next(PeerEvent.Connected.class).peer();
            }
            node.unprocessed(PeerEvent.Closed.class);

            node.send(peer, new Message.Ping(1));
            node.net.perform(new PeerEffect.AwaitSent(peer));
            node.disconnect(peer, "again");

            assertThat(node.events).isEmpty();
        }
    }

    @Test
    void the_listener_outlives_a_failure() throws IOException {
        // Given a listener whose first call goes wrong
        var answered = new ArrayList<Socket>();
        var failures = new ArrayList<RuntimeException>(List.of(new IllegalStateException("as if out of threads")));
        var listener = Listener.open(new InetSocketAddress(TestNode.LOOPBACK, 0), socket -> {
            if (!failures.isEmpty())
                throw failures.removeLast();
            answered.add(socket);
        });

        // Then that call is closed, and the next is answered
        try (var first = new Socket(TestNode.LOOPBACK, listener.address().getPort());
                var _ = new Socket(TestNode.LOOPBACK, listener.address().getPort())) {
            assertThat(first.getInputStream().read()).isNegative();
            Awaitility.await().until(() -> answered.size() == 1);
        } finally {
            listener.close();
        }
    }

    @Test
    void a_line_that_is_cut_ends_at_once_and_nobody_calls_until_it_is_healed() throws IOException {
        try (var alice = new TestNode(); var bob = new TestNode()) {
            // Given a line
            alice.call(bob);
            bob.next(PeerEvent.Connected.class);

            // When it is cut
            alice.net.line(bob.asPeer(), LineState.GOOD.withCut(true));

            // Then both ends know, and a call fails
            assertThat(alice.next(PeerEvent.Closed.class).why()).isEqualTo("the line is cut");
            bob.next(PeerEvent.Closed.class);
            alice.net.perform(new PeerEffect.Connect(bob.asPeer()));
            assertThat(alice.next(PeerEvent.ConnectFailed.class).why()).isEqualTo("the line is cut");
            assertThat(bob.net.connectionCount()).isZero();

            // until it is healed
            alice.net.line(bob.asPeer(), LineState.GOOD);
            alice.call(bob);
            bob.next(PeerEvent.Connected.class);
        }
    }

    @Test
    void a_cut_line_leaves_the_others_alone() throws IOException {
        try (var alice = new TestNode(); var bob = new TestNode(); var carol = new TestNode()) {
            alice.net.line(carol.asPeer(), LineState.GOOD.withCut(true));

            long toBob = alice.call(bob);
            bob.next(PeerEvent.Connected.class);
            alice.send(toBob, new Message.Ping(1));

            assertThat(bob.next(PeerEvent.Received.class).message()).isEqualTo(new Message.Ping(1));
        }
    }

    @Test
    void a_slow_line_is_slow_each_way_and_keeps_the_order() throws IOException {
        try (var alice = new TestNode(); var bob = new TestNode()) {
            // Given a line on which everything takes 200 ms longer
            Duration delay = Duration.ofMillis(200);
            long toBob = alice.call(bob);
            long toAlice = bob.next(PeerEvent.Connected.class).peer();
            alice.net.line(bob.asPeer(), LineState.GOOD.withDelay(delay));

            // When one speaks, and then the other
            for (int i = 0; i < 100; i++)
                alice.send(toBob, new Message.Ping(i));
            long begun = System.nanoTime();
            for (int i = 0; i < 100; i++)
                assertThat(bob.next(PeerEvent.Received.class).message()).isEqualTo(new Message.Ping(i));
            bob.send(toAlice, new Message.Ping(100));
            alice.send(toBob, new Message.Ping(101));
            assertThat(alice.next(PeerEvent.Received.class).message()).isEqualTo(new Message.Ping(100));

            // Then it took as long as it must, and the line is fast again when it is healed, in the same order
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(delay.plus(delay.dividedBy(2)));
            alice.net.line(bob.asPeer(), LineState.GOOD);
            alice.send(toBob, new Message.Ping(102));
            assertThat(bob.next(PeerEvent.Received.class).message()).isEqualTo(new Message.Ping(101));
            assertThat(bob.next(PeerEvent.Received.class).message()).isEqualTo(new Message.Ping(102));
        }
    }

    @Test
    void what_is_on_its_way_when_a_slow_line_is_cut_never_arrives() throws IOException {
        try (var alice = new TestNode(); var bob = new TestNode()) {
            long toBob = alice.call(bob);
            long toAlice = bob.next(PeerEvent.Connected.class).peer();
            alice.net.line(bob.asPeer(), LineState.GOOD.withDelay(LineState.MAX_DELAY));

            alice.send(toBob, new Message.Ping(1));
            bob.send(toAlice, new Message.Ping(2));
            alice.net.line(bob.asPeer(), LineState.GOOD.withCut(true));

            alice.next(PeerEvent.Closed.class);
            bob.next(PeerEvent.Closed.class);
            assertThat(alice.events).isEmpty();
        }
    }

    @Test
    void a_delay_beyond_the_limit_is_refused() {
        LineState.GOOD.withDelay(LineState.MAX_DELAY);
        assertThatThrownBy(() -> LineState.GOOD.withDelay(LineState.MAX_DELAY.plusMillis(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LineState.GOOD.withDelay(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
