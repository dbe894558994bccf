package org.jackblockchain.bench;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.Chain;
import org.jackblockchain.chain.Placement;
import org.jackblockchain.chain.StoredChain;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.miner.EngineWish;
import org.jackblockchain.miner.Engines;
import org.jackblockchain.miner.Miner;
import org.jackblockchain.miner.MinerSettings;
import org.jackblockchain.mining.Draft;
import org.jackblockchain.mining.Engine;
import org.jackblockchain.mining.Hits;
import org.jackblockchain.mining.Templates;
import org.jackblockchain.net.Net;
import org.jackblockchain.net.NetLimits;
import org.jackblockchain.node.Effect;
import org.jackblockchain.node.Event;
import org.jackblockchain.node.Node;
import org.jackblockchain.node.NodeConfig;
import org.jackblockchain.peer.PeerConfig;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Target;
import org.jackblockchain.store.MemoryStore;
import org.jackblockchain.store.RocksStore;
import org.jackblockchain.wire.Codec;
import org.jackblockchain.wire.Message;
import org.jackblockchain.wire.NetAddress;

/**
 * From a competitor's block on the wire to every mining thread on top of it, through the whole node: socket, codec,
 * rules, disk, template, miner. A peer on loopback sends blocks of a chain that was mined before; the node mines all
 * the while, with an engine that works but never finds.
 *
 * <p>Arguments: threads (2), blocks (1000), milliseconds between two blocks (20), blocks before these (3000): a node
 * that has just synced has run its code that often.
 */
public final class NodeSwitchLatency {
    private static final ChainParams PARAMS = Networks.REGTEST;
    private static final Bytes PAYOUT = Bytes.ofHex("51");

    private NodeSwitchLatency() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int threads = args.length > 0 ? Integer.parseInt(args[0]) : 2;
        int blocks = args.length > 1 ? Integer.parseInt(args[1]) : 1_000;
        int pause = args.length > 2 ? Integer.parseInt(args[2]) : 20;
        int warmUp = args.length > 3 ? Integer.parseInt(args[3]) : 3_000;
        Engines engines = Engines.of(EngineWish.AUTO);
        engines.awaitChoice(Duration.ofMinutes(1));
        List<Block> chain = mined(warmUp + blocks);
        Path folder = Files.createTempDirectory("jbc-bench");
        var chance = new Random(1);
        try (var store = RocksStore.open(folder, PARAMS);
                var miner = new Miner(() -> new Hopeless(engines.forThread()), MinerSettings.of(threads), chance,
                        Clock.systemUTC(), _ -> {});
                var loop = new Loop(new Node(PARAMS, new NodeConfig(PeerConfig.of("/bench/"), PAYOUT, "bench", true),
                        store, store, store.load(), List.of(), chance), store, miner)) {
            InetSocketAddress address = loop.net.listen(InetAddress.getLoopbackAddress(), 0);
            loop.thread.start();
            try (var peer = new BlockSender(address)) {
                Thread.sleep(12_000); // the node waits ten seconds for headers before it mines, and the miner warms up
                long[] node = new long[blocks];
                long[] all = new long[blocks];
                for (int i = -warmUp; i < blocks; i++) {
                    long before = switches(miner);
                    long start = peer.send(chain.get(i + warmUp));
                    while (switches(miner) < before + threads) Thread.sleep(1);
                    if (i >= 0) {
                        node[i] = loop.workedAt - start;
                        all[i] = node[i] + slowest(miner);
                    }
                    if (i >= 0)
                        Thread.sleep(pause, chance.nextInt(1_000_000));
                }
                System.out.println("engine " + miner.view().engine());
                report("until the miner was told", node);
                report("until every thread was on the new tip", all);
            }
        }
    }

    private static long switches(Miner miner) {
        return miner.view().threads().stream().mapToLong(thread -> thread.switches()).sum();
    }

    private static long slowest(Miner miner) {
        return miner.view().threads().stream().mapToLong(thread -> thread.lastSwitch().toNanos()).max().orElseThrow();
    }

    private static void report(String what, long[] nanos) {
        System.out.printf("%s, of %d:%n", what, nanos.length);
        for (double share : new double[]{0.5, 0.9, 0.99, 0.999})
            System.out.printf("  p%-5s %8.3f ms%n", 100 * share, Chains.percentile(nanos, share) / 1e6);
        System.out.printf("  max    %8.3f ms%n", Arrays.stream(nanos).max().orElseThrow() / 1e6);
    }

    private static List<Block> mined(int length) {
        var store = new MemoryStore();
        var chain = new Chain(PARAMS, store, store, StoredChain.FRESH);
        var blocks = new ArrayList<Block>(length);
        BlockEntry tip = chain.genesis();
        for (int i = 0; i < length; i++) {
            var job = Draft.of(Templates.next(PARAMS, tip, PAYOUT, "competitor")).job(i, tip.header().time() + 60);
            int nonce = 0;
            BlockHeader header = job.header();
            while (!job.target().isMetBy(header.hash())) header = header.withNonce(++nonce);
            Block block = job.solved(nonce);
            blocks.add(block);
            tip = ((Placement.Placed) chain.placeBlock(block, Clock.systemUTC().instant())).entry();
        }
        return blocks;
    }

    /** Does the work of the node's engine, for a target that nothing meets. */
    private static final class Hopeless implements Engine {
        private final Engine engine;

        Hopeless(Engine engine) {
            this.engine = engine;
        }

        @Override
        public String name() {
            return engine.name();
        }

        @Override
        public void aim(byte[] header, Target target) {
            engine.aim(header, new Target(0, 0, 0, 1));
        }

        @Override
        public void search(long startNonce, int count, Hits hits) {
            engine.search(startNonce, count, hits);
        }
    }

    /** The node's thread, as the application runs it, and a stopwatch at the miner's door. */
    private static final class Loop implements AutoCloseable {
        private final LinkedBlockingQueue<Event> queue = new LinkedBlockingQueue<>();
        private final Node node;
        private final RocksStore store;
        private final Miner miner;
        private final Net net = new Net(PARAMS.magic(), NetLimits.DEFAULT,
                event -> queue.add(new Event.Network(event)));
        private final Thread thread = Thread.ofPlatform().name("node").unstarted(this::run);
        private volatile long workedAt;

        Loop(Node node, RocksStore store, Miner miner) {
            this.node = node;
            this.store = store;
            this.miner = miner;
            queue.add(new Event.Started());
        }

        private void run() {
            try {
                Event event;
                do {
                    event = queue.take();
                    node.on(event, Clock.systemUTC().instant()).forEach(this::perform);
                    if (event instanceof Event.Network(var network)) net.onProcessed(network);
                } while (!(event instanceof Event.Stopping));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void perform(Effect effect) {
            switch (effect) {
                case Effect.Store(var batch) -> store.write(batch);
                case Effect.Network(var network) -> net.perform(network);
                case Effect.Mine(var template) -> {
                    workedAt = System.nanoTime();
                    miner.work(template.map(Draft::of));
                }
                case Effect.WakeAt(var time) -> wake(time.toEpochMilli() - System.currentTimeMillis());
                case Effect.Note _, Effect.Stored _, Effect.TipMoved _, Effect.PoolChanged _, Effect.SaveFees _,
                        Effect.Answer _ -> {}
            }
        }

        private void wake(long millis) {
            Thread.ofVirtual().start(() -> {
                try {
                    Thread.sleep(Math.max(0, millis));
                    queue.add(new Event.Woken());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }

        @Override
        public void close() throws InterruptedException {
            queue.add(new Event.Stopping());
            thread.join();
            net.close();
        }
    }

    /** A peer that shakes hands, answers, and sends blocks unasked. */
    private static final class BlockSender implements AutoCloseable {
        private static final int HEADER_BYTES = 24;
        private static final int LENGTH_OFFSET = 16;

        private final Codec codec = new Codec(PARAMS.magic());
        private final Socket socket;

        BlockSender(InetSocketAddress address) throws IOException {
            socket = new Socket(address.getAddress(), address.getPort());
            socket.setTcpNoDelay(true);
            say(new Message.Version(Message.PROTOCOL_VERSION, 9, System.currentTimeMillis() / 1000, NetAddress.NONE,
                    NetAddress.NONE, 1, "/sender/", 0, true));
            Thread.ofVirtual().start(this::listen);
        }

        /** @return just before the bytes leave */
        long send(Block block) throws IOException {
            byte[] frame = codec.encode(new Message.BlockMessage(block));
            long start = System.nanoTime();
            write(frame);
            return start;
        }

        private void say(Message message) throws IOException {
            write(codec.encode(message));
        }

        private synchronized void write(byte[] frame) throws IOException {
            socket.getOutputStream().write(frame);
        }

        private void listen() {
            try {
                var in = new DataInputStream(socket.getInputStream());
                while (true) answer(in);
            } catch (IOException _) {
                // the bench is over
            }
        }

        private void answer(DataInputStream in) throws IOException {
            byte[] header = in.readNBytes(HEADER_BYTES);
            if (header.length < HEADER_BYTES) throw new IOException("closed");
            int length = Integer.reverseBytes(java.nio.ByteBuffer.wrap(header).getInt(LENGTH_OFFSET));
            byte[] frame = Arrays.copyOf(header, HEADER_BYTES + length);
            in.readFully(frame, HEADER_BYTES, length);
            Codec.Decoded decoded = codec.decode(frame, 0, frame.length);
            if (!(decoded instanceof Codec.Decoded.Complete(Message message, int _))) return;
            Optional<Message> answer = switch (message) {
                case Message.Version _ -> Optional.of(new Message.Verack());
                case Message.Ping(long nonce) -> Optional.of(new Message.Pong(java.util.OptionalLong.of(nonce)));
                case Message.GetHeaders _ -> Optional.of(new Message.Headers(List.of()));
                default -> Optional.empty();
            };
            if (answer.isPresent()) say(answer.get());
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
