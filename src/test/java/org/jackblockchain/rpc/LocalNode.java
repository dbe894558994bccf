package org.jackblockchain.rpc;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jackblockchain.BlockBuilder;
import org.jackblockchain.app.HeaderIndex;
import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.BlockStore;
import org.jackblockchain.chain.StoreBatch;
import org.jackblockchain.chain.StoredChain;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.node.Effect;
import org.jackblockchain.node.Event;
import org.jackblockchain.node.Node;
import org.jackblockchain.node.NodeConfig;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.node.Outcome;
import org.jackblockchain.node.Request;
import org.jackblockchain.peer.PeerConfig;
import org.jackblockchain.peer.PeerEffect;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.store.MemoryStore;
import org.jackblockchain.wire.NetAddress;

/** A real node without a network, on whatever thread calls it. */
final class LocalNode implements RpcNode {
    /** The clock stands still until it is set. */
    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final MemoryStore store;
    private final ChainParams params;
    private final Node node;
    private final List<Event> posted = new ArrayList<>();
    final Map<Path, PoolImport> imported = new HashMap<>();
    private Set<String> logged = Set.of("net");
    private long tickets;
    private final List<Long> dropped = new ArrayList<>();
    private boolean stopped;
    private Optional<FilterPlaces> filters = Optional.empty();
    private Optional<StatisticsPlaces> statistics = Optional.empty();
    private Instant now = NOW;

    LocalNode() {
        this(Networks.REGTEST);
    }

    LocalNode(ChainParams params) {
        this(params, "me");
    }

    private LocalNode(ChainParams params, String tag) {
        this(params, tag, new MemoryStore(), StoredChain.FRESH);
    }

    static LocalNode tagged(String tag) {
        return new LocalNode(Networks.REGTEST, tag);
    }

    private LocalNode(ChainParams params, String tag, MemoryStore store, StoredChain stored) {
        this.store = store;
        this.params = params;
        this.node = new Node(params, new NodeConfig(PeerConfig.of("/test:1/"), BlockBuilder.ANYONE, tag, false),
                store, store, stored, List.of(), new Random(1));
        on(new Event.Started());
    }

    @Override
    public synchronized NodeView view() {
        return node.view(now);
    }

    @Override
    public synchronized Optional<NodeView> awaitView(Predicate<NodeView> wanted, Duration patience)
            throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!wanted.test(view())) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (stopped || left <= 0)
                return Optional.empty();
            wait(left);
        }
        return Optional.of(view());
    }

    @Override
    public Optional<BlockEntry> header(BlockHash hash) {
        return new HeaderIndex(this::view).find(hash);
    }

    LocalNode withFilters() {
        filters = Optional.of(new MadeFilters(this));
        return this;
    }

    @Override
    public Optional<FilterPlaces> filters() {
        return filters;
    }

    LocalNode withStatistics() {
        statistics = Optional.of(new MadeStatistics(this));
        return this;
    }

    @Override
    public Optional<StatisticsPlaces> statistics() {
        return statistics;
    }

    @Override
    public List<IndexProgress> indexes() {
        return filters.<List<IndexProgress>>map(List::of).orElse(List.of());
    }

    @Override
    public BlockStore blocks() {
        return store;
    }

    @Override
    public void forEachCoin(BiConsumer<OutPoint, Coin> visitor) {
        store.forEachCoin(visitor);
    }

    @Override
    public synchronized void post(Event event) {
        posted.add(event);
        on(event);
    }

    /** A node that goes on where this one is, but that somebody changed a coin behind its back. */
    LocalNode restartedWith(OutPoint place, Coin coin) {
        store.write(new StoreBatch(Map.of(), Map.of(), Map.of(), Map.of(place, Optional.of(coin)), Optional.empty()));
        return new LocalNode(params, "me", store, store.load());
    }

    synchronized Instant now() {
        return now;
    }

    /** Peers that it hung up on. */
    synchronized List<Long> dropped() {
        return List.copyOf(dropped);
    }

    synchronized List<Event> posted() {
        return List.copyOf(posted);
    }

    @Override
    public synchronized Optional<Outcome> ask(Request request) {
        long ticket = ++tickets;
        if (request instanceof Request.Tell(var event))
            posted.add(new Event.Network(event));
        return on(new Event.Asked(ticket, request)).stream().filter(Effect.Answer.class::isInstance)
                .map(effect -> ((Effect.Answer) effect).outcome()).findFirst().filter(_ -> !stopped);
    }

    private synchronized List<Effect> on(Event event) {
        List<Effect> effects = node.on(event, now);
        for (Effect effect : effects) {
            if (effect instanceof Effect.Store(var batch))
                store.write(batch);
            if (effect instanceof Effect.Network(PeerEffect.Disconnect(long peer, _)))
                dropped.add(peer);
        }
        notifyAll();
        return effects;
    }

    /** Puts a valid block on top of another. */
    synchronized BlockEntry add(BlockEntry parent) {
        Block block = BlockBuilder.on(params, parent).salt(++tickets).mined();
        ask(new Request.Submit(block, "test"));
        return view().tip();
    }

    synchronized List<BlockEntry> grow(int count) {
        var blocks = new ArrayList<BlockEntry>();
        for (int i = 0; i < count; i++)
            blocks.add(add(view().tip()));
        return blocks;
    }

    @Override
    public Optional<NetAddress> resolve(String peer) {
        return NetAddress.parse(peer);
    }

    @Override
    public Path savePool() throws IOException {
        throw new IOException("there is no disk");
    }

    @Override
    public boolean importPool(Path file, PoolImport how) {
        imported.put(file, how);
        return file.toString().endsWith("good.dat");
    }

    @Override
    public boolean takesTransactions() {
        return true;
    }

    @Override
    public long bytesReceived() {
        return 300;
    }

    @Override
    public long bytesSent() {
        return 200;
    }

    @Override
    public long bytesOnDisk() {
        return 4_321;
    }

    @Override
    public String userAgent() {
        return "/test:1/";
    }

    @Override
    public synchronized void setTime(Optional<Instant> time) {
        now = time.orElse(NOW);
        ask(new Request.Look());
    }

    @Override
    public String logFile() {
        return "";
    }

    @Override
    public Set<String> logCategories() {
        return logged;
    }

    @Override
    public void logCategories(Set<String> active) {
        logged = Set.copyOf(active);
    }

    @Override
    public synchronized void stop() {
        stopped = true;
        notifyAll();
    }
}
