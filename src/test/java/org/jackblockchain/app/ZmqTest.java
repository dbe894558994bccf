package org.jackblockchain.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jackblockchain.Anyone;
import org.jackblockchain.app.config.UserError;
import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.miner.EngineWish;
import org.jackblockchain.miner.MinerSettings;
import org.jackblockchain.node.Outcome;
import org.jackblockchain.node.Request;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Hex;
import org.jackblockchain.primitives.LittleEndian;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.rpc.zmq.ZmqNotification;
import org.jackblockchain.rpc.zmq.ZmqTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** A real subscriber at a real node. */
class ZmqTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ANY_PORT = "tcp://127.0.0.1:*";

    @TempDir
    private Path folder;
    private ZContext context = new ZContext();

    private record Message(String topic, String body, int number) {}

    @BeforeEach
    void open() {
        context.close();
        context = new ZContext();
    }

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void a_subscriber_and_a_reader_of_events_agree_on_every_block() throws Exception {
        var client = HttpClient.newHttpClient();
        try (var node = RunningNode.start(settings(ZmqTopic.values()))) {
            // Given both, and that they are there
            ZMQ.Socket socket = subscriber(node);
            var told = new CopyOnWriteArrayList<String>();
            var events = client.send(HttpRequest
                    .newBuilder(URI.create("http://127.0.0.1:" + node.http().orElseThrow().getPort() + "/events"))
                    .build(), HttpResponse.BodyHandlers.ofLines());
            Thread.ofVirtual().start(() -> {
                try {
                    events.body().forEach(told::add);
                } catch (UncheckedIOException _) {
                    // the test is over
                }
            });
            List<Message> messages = new ArrayList<>(untilSubscribed(node, socket));

            // When the chain grows, loses two blocks and grows again
            BlockEntry tip = grow(node, node.view().tip().height() + 5);
            BlockEntry lost = tip.ancestor(tip.height() - 1);
            node.mineUpTo(0);
            assertThat(node.ask(new Request.Invalidate(lost.hash()))).isPresent();
            BlockEntry end = grow(node, tip.height() + 2);
            BlockEntry instead = end.ancestor(lost.height());
            while (messages.stream().noneMatch(message -> message.topic.equals("rawblock")
                    && message.body.equals(Hex.of(body(node, end)))))
                messages.add(next(socket));

            // Then each tip that one heard of the other heard of too, in the same order
            await().atMost(PATIENCE).until(() -> tips(told).contains(end.hash().hex()));
            var published = bodies(messages, "hashblock");
            assertThat(published).endsWith(end.hash().hex()).contains(tip.hash().hex());
            // (the tip that is left when two blocks go is no news for Core's subscribers)
            List<String> others = new ArrayList<>(tips(told));
            others.remove(others.lastIndexOf(lost.ancestor(lost.height() - 1).hash().hex()));
            assertThat(others).containsSubsequence(published);
            assertThat(others.subList(others.indexOf(published.getFirst()), others.size())).isEqualTo(published);
            assertThat(bodies(messages, "sequence")).containsSubsequence(lost.hash().hex() + "43",
                    tip.hash().hex() + "43", tip.hash().hex() + "44", lost.hash().hex() + "44",
                    instead.hash().hex() + "43", end.hash().hex() + "43");
            assertAllBlocks(node, end, messages);
            // and whoever reads events hears of the pool, the rate and the round
            await().atMost(PATIENCE).until(() -> told.containsAll(List.of("event: mempool", "event: rate")));
            assertNumbersGrow(messages);
        } finally {
            client.shutdownNow();
        }
    }

    private static void assertAllBlocks(RunningNode node, BlockEntry end, List<Message> messages) {
        int first = heightOf(end, bodies(messages, "hashblock").getFirst());
        for (int height = first + 1; height <= end.height(); height++) {
            Block block = Block.of(body(node, end.ancestor(height)));
            assertThat(bodies(messages, "hashblock")).contains(block.hash().hex());
            assertThat(bodies(messages, "rawblock")).contains(Hex.of(block.toBytes()));
            assertThat(bodies(messages, "hashtx")).contains(block.transactions().getFirst().txid().hex());
            assertThat(bodies(messages, "rawtx")).contains(Hex.of(block.transactions().getFirst().toBytes()));
        }
    }

    private static int heightOf(BlockEntry end, String hash) {
        BlockEntry at = end;
        while (at != null && !at.hash().hex().equals(hash))
            at = at.parent();
        return at == null ? end.height() : at.height();
    }

    private static void assertNumbersGrow(List<Message> messages) {
        for (ZmqTopic topic : ZmqTopic.values()) {
            var numbers = messages.stream().filter(message -> message.topic.equals(topic.text()))
                    .map(Message::number).toList();
            for (int i = 1; i < numbers.size(); i++)
                assertThat(numbers.get(i)).isEqualTo(numbers.get(i - 1) + 1);
        }
    }

    private static BlockEntry grow(RunningNode node, int height) throws InterruptedException {
        node.mineUpTo(height);
        assertThat(node.awaitView(view -> view.tip().height() == height, PATIENCE)).isPresent();
        return node.view().tip();
    }

    /** A subscription takes a moment to arrive, and what is published before it is lost. */
    private static List<Message> untilSubscribed(RunningNode node, ZMQ.Socket socket) throws InterruptedException {
        socket.setReceiveTimeOut(200);
        Instant end = Instant.now().plus(PATIENCE);
        for (int height = 1; Instant.now().isBefore(end); height++) {
            grow(node, height);
            Message message = receive(socket);
            if (message != null) {
                socket.setReceiveTimeOut((int) PATIENCE.toMillis());
                return List.of(message);
            }
        }
        throw new AssertionError("nothing is published");
    }

    private ZMQ.Socket subscriber(RunningNode node) {
        ZMQ.Socket socket = context.createSocket(SocketType.SUB);
        // JeroMQ's connecting side now and then never greets (its issue 1022); it tries again when this has passed.
        socket.setHandshakeIvl(1_000);
        socket.subscribe("");
        node.zmq().forEach(socket::connect);
        return socket;
    }

    private static Message next(ZMQ.Socket socket) {
        Message message = receive(socket);
        assertThat(message).isNotNull();
        return java.util.Objects.requireNonNull(message);
    }

    private static @org.jspecify.annotations.Nullable Message receive(ZMQ.Socket socket) {
        byte[] topic = socket.recv();
        if (topic == null)
            return null;
        byte[] body = socket.recv();
        byte[] number = socket.recv();
        assertThat(socket.hasReceiveMore()).isFalse();
        assertThat(number).hasSize(4);
        return new Message(new String(topic, StandardCharsets.US_ASCII), Hex.of(body),
                LittleEndian.getInt(number, 0));
    }

    private static List<String> bodies(List<Message> messages, String topic) {
        return messages.stream().filter(message -> message.topic.equals(topic)).map(Message::body).toList();
    }

    private static List<String> tips(List<String> lines) {
        var tips = new ArrayList<String>();
        for (int i = 0; i + 1 < lines.size(); i++) {
            String data = lines.get(i + 1);
            if (lines.get(i).equals("event: tip"))
                tips.add(data.substring(data.indexOf("\"hash\":\"") + 8, data.indexOf("\"hash\":\"") + 72));
        }
        return tips;
    }

    private static byte[] body(RunningNode node, BlockEntry entry) {
        return node.blocks().block(entry.hash()).orElseThrow().toBytes();
    }

    @Test
    void transactions_of_the_pool_are_published_as_they_come_and_go() throws Exception {
        try (var node = RunningNode.start(settings(Anyone.SCRIPT, ZmqTopic.values()))) {
            // Given a coin that anybody may spend, in two ways
            ZMQ.Socket socket = subscriber(node);
            List<Message> messages = new ArrayList<>(untilSubscribed(node, socket));
            node.mineUpTo(Networks.REGTEST.coinbaseMaturity() + 1);
            assertThat(node.awaitView(view -> view.tip().height() > Networks.REGTEST.coinbaseMaturity(), PATIENCE))
                    .isPresent();
            node.mineUpTo(0);
            BlockEntry tip = node.view().tip();
            var coin = new OutPoint(Block.of(body(node, tip.ancestor(1))).transactions().getFirst().txid(), 0);
            Transaction first = payment(coin, 10_000);
            Transaction second = payment(coin, 20_000);

            // When one is handed in, and the other takes its place
            submit(node, first);
            submit(node, second);
            // and it is mined, comes back when its block is left, and is mined again
            assertThat(node.awaitView(view -> view.template().filter(work -> work.transactions().contains(second))
                    .isPresent(), PATIENCE)).isPresent();
            node.mineUpTo(tip.height() + 1);
            assertThat(node.awaitView(view -> view.mempool().size() == 0, PATIENCE)).isPresent();
            node.mineUpTo(0);
            BlockEntry mined = node.view().tip();
            assertThat(node.ask(new Request.Invalidate(mined.hash()))).contains(new Outcome.Done());
            node.mineUpTo(mined.height() + 1);
            assertThat(node.awaitView(view -> view.tip().height() == mined.height() + 1, PATIENCE)).isPresent();
            BlockEntry end = node.view().tip();
            while (messages.stream().noneMatch(message -> message.topic.equals("rawblock")
                    && message.body.equals(Hex.of(body(node, end)))))
                messages.add(next(socket));

            // Then the sequence tells it all, with the pool's count of changes, in which what is mined counts too
            String one = first.txid().hex();
            String other = second.txid().hex();
            List<String> sequence = bodies(messages, "sequence");
            assertThat(sequence.subList(sequence.indexOf(tip.hash().hex() + "43") + 1, sequence.size()))
                    .containsExactly(one + "41" + count(1), one + "52" + count(2), other + "41" + count(3),
                            mined.hash().hex() + "43", mined.hash().hex() + "44", other + "41" + count(5),
                            end.ancestor(mined.height()).hash().hex() + "43", end.hash().hex() + "43");
            // and each time that it comes, by whichever way, the transaction is published
            List<String> ids = bodies(messages, "hashtx");
            assertThat(ids).containsOnlyOnce(one);
            assertThat(ids.stream().filter(other::equals)).as("in the pool, mined, left, in the pool, mined")
                    .hasSize(5);
            assertThat(bodies(messages, "rawtx").stream().filter(Hex.of(second.toBytes())::equals)).hasSize(5);
            assertNumbersGrow(messages);
        }
    }

    private static Transaction payment(OutPoint coin, long fee) {
        return Anyone.spend(coin, Anyone.pays(Networks.REGTEST.subsidy().at(1) - fee));
    }

    private static void submit(RunningNode node, Transaction transaction) throws InterruptedException {
        assertThat(node.ask(new Request.SubmitTransaction(transaction, OptionalLong.empty()))).isPresent();
        assertThat(node.view().mempool().has(transaction.txid())).isTrue();
    }

    private static String count(long number) {
        var bytes = new byte[Long.BYTES];
        LittleEndian.putLong(bytes, 0, number);
        return Hex.of(bytes);
    }

    @Test
    void a_twin_goes_on_without_an_address_that_is_none() {
        Manners usual = Manners.usual();
        var lenient = new Manners(usual.clock(), usual.files(), usual.userAgent(), usual.morePlaces(),
                usual.moreHttp(), usual.httpIdle(), usual.rpcCalls(), usual.peerTerms(), usual.relaying(),
                usual.chain(), usual.scriptThreads(), usual.policy(), usual.blocks(), usual.keeping(), Proxies.NONE,
                false, true);
        var wish = new ZmqNotification(ZmqTopic.RAWTX, "nonsense", 10);

        try (var node = RunningNode.start(settings().withZmq(List.of(wish)).withManners(lenient))) {
            assertThat(node.zmq()).isEmpty();
        }
    }

    @Test
    void a_unix_socket_leads_to_the_publisher_and_goes_with_it() throws Exception {
        // Given a socket that an earlier run left behind
        Path path = folder.resolve("zmq");
        var address = UnixDomainSocketAddress.of(path);
        ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address).close();
        assertThat(path).exists();

        try (var node = RunningNode.start(
                settings().withZmq(List.of(new ZmqNotification(ZmqTopic.HASHTX, "unix:" + path, 10))))) {
            assertThat(node.zmq()).containsExactly("ipc://" + path);
            try (var caller = SocketChannel.open(address)) {
                // Then whoever calls there is greeted as ZeroMQ's protocol has it
                var greeting = ByteBuffer.allocate(10);
                caller.write(ByteBuffer.wrap(Hex.parse("ff00000000000000017f03")));
                while (greeting.hasRemaining() && caller.read(greeting) >= 0)
                    assertThat(greeting.position()).isPositive();
                assertThat(Hex.of(greeting.array())).startsWith("ff").endsWith("7f");
            }
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void a_file_that_is_no_socket_is_not_overwritten() throws Exception {
        Path path = Files.writeString(folder.resolve("precious"), "words");
        var wish = new ZmqNotification(ZmqTopic.HASHTX, "ipc://" + path, 10);

        assertThatThrownBy(() -> RunningNode.start(settings().withZmq(List.of(wish))).close())
                .isInstanceOf(UserError.class).hasMessageContaining("precious");
        assertThat(path).hasContent("words");
    }

    @Test
    void the_rpc_lists_what_is_published() throws Exception {
        try (var node = RunningNode.start(settings(ZmqTopic.HASHBLOCK, ZmqTopic.SEQUENCE))) {
            var wishes = new RpcDoor(node).notifications();

            assertThat(wishes.stream().map(wish -> wish.topic().type())).containsExactly("pubhashblock",
                    "pubsequence");
            assertThat(node.zmq()).singleElement().asString().matches("tcp://127\\.0\\.0\\.1:\\d+");
        }
    }

    @Test
    void an_address_that_is_none_is_told() {
        for (String address : List.of("nonsense", "tcp://127.0.0.1", "tcp://999.0.0.1:5", "tcp://127.0.0.1:99999")) {
            var wish = new ZmqNotification(ZmqTopic.RAWTX, address, 10);
            assertThatThrownBy(() -> RunningNode.start(settings().withZmq(List.of(wish))).close()).as(address)
                    .isInstanceOf(UserError.class).hasMessageContaining("zmqpub");
        }
    }

    private NodeSettings settings(ZmqTopic... topics) {
        return settings(Bytes.ofHex("51"), topics);
    }

    private NodeSettings settings(Bytes payout, ZmqTopic... topics) {
        var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return new NodeSettings(Networks.REGTEST, Optional.of(folder), Optional.of(any), Optional.empty(), List.of(),
                0, true, new MinerSettings(1, EngineWish.PORTABLE, 1), "z", Optional.of(payout),
                OptionalInt.of(0)).withZmq(
                        Arrays.stream(topics)
                                .map(topic -> new ZmqNotification(topic, ANY_PORT, 1_000)).toList());
    }
}
