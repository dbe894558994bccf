package org.jackblockchain.app;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jackblockchain.app.config.DataDirectory;
import org.jackblockchain.app.config.UserError;
import org.jackblockchain.app.metrics.NodeMeters;
import org.jackblockchain.app.metrics.NodeMetrics;
import org.jackblockchain.app.pool.PoolKeeper;
import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.BlockStore;
import org.jackblockchain.chain.StoreBatch;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.http.Cors;
import org.jackblockchain.http.Extras;
import org.jackblockchain.http.Feed;
import org.jackblockchain.http.HttpServer;
import org.jackblockchain.http.NodeNews;
import org.jackblockchain.http.Served;
import org.jackblockchain.http.StatusPart;
import org.jackblockchain.mempool.MempoolChange;
import org.jackblockchain.miner.EngineWish;
import org.jackblockchain.miner.Engines;
import org.jackblockchain.miner.Miner;
import org.jackblockchain.miner.MinerJson;
import org.jackblockchain.miner.MinerView;
import org.jackblockchain.mining.BlockJob;
import org.jackblockchain.mining.BlockTemplate;
import org.jackblockchain.mining.Draft;
import org.jackblockchain.mining.Tag;
import org.jackblockchain.net.LineState;
import org.jackblockchain.net.Net;
import org.jackblockchain.net.NetLimits;
import org.jackblockchain.net.TrafficMeter;
import org.jackblockchain.node.Effect;
import org.jackblockchain.node.Event;
import org.jackblockchain.node.Node;
import org.jackblockchain.node.NodeConfig;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.node.Outcome;
import org.jackblockchain.node.Request;
import org.jackblockchain.node.StoredBlock;
import org.jackblockchain.node.TipChange;
import org.jackblockchain.peer.Ban;
import org.jackblockchain.peer.KnownAddress;
import org.jackblockchain.peer.PeerEffect;
import org.jackblockchain.peer.PeerEvent;
import org.jackblockchain.peer.Relaying;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.rpc.Credentials;
import org.jackblockchain.rpc.Rest;
import org.jackblockchain.rpc.RpcServer;
import org.jackblockchain.rpc.zmq.ZmqNotification;
import org.jackblockchain.rpc.zmq.ZmqPublisher;
import org.jackblockchain.store.ChainStore;
import org.jackblockchain.store.MemoryStore;
import org.jackblockchain.store.RocksStore;
import org.jackblockchain.stratum.StratumJson;
import org.jackblockchain.stratum.StratumServer;
import org.jackblockchain.stratum.StratumSettings;
import org.jackblockchain.stratum.StratumView;
import org.jackblockchain.wire.NetAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A full node, running: its store, its connections, its miner and its HTTP server around one {@link Node}. What
 * {@code jbc node} runs, what {@code jbc race} runs four of, and what another program can embed.
 */
public final class RunningNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningNode.class);

    private final NodeSettings settings;
    private final Extras extras;
    private final NodeSetup setup;
    private final Parts parts = new Parts();
    private final RandomGenerator chance = new SecureRandom();
    private final List<Consumer<TipChange>> tipListeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<List<MempoolChange>>> poolListeners = new CopyOnWriteArrayList<>();
    private final EventQueue queue = new EventQueue();
    private final ChainStore store;
    private final Net net;
    private final Optional<InetSocketAddress> p2p;
    private final Miner miner;
    private final MiningGate gate;
    private final PoolKeeper pool;
    private final EventLoop loop;
    private final Tickets tickets;
    private final Indexes indexes;
    private final Optional<StratumServer> stratum;
    private final Optional<MiningGate> stratumGate;
    private final HeaderIndex headers = new HeaderIndex(this::view);
    private final Optional<NodeNews> news;
    private final NodeMeters meters = new NodeMeters();
    private final Optional<ZmqPublisher> zmq;
    private final Optional<HttpServer> http;
    private final CompletableFuture<Void> stopWished = new CompletableFuture<>();

    /**
     * Opens the store, listens, and begins.
     *
     * @throws UserError when something is in the way that the operator can remove, such as a taken port
     * @throws org.jackblockchain.store.StoreException when the store cannot be opened
     */
    public static RunningNode start(NodeSettings settings) {
        return start(settings, Extras.NONE);
    }

    /** As above, with more on its HTTP server. */
    public static RunningNode start(NodeSettings settings, Extras extras) {
        return new RunningNode(settings, extras);
    }

    /**
     * The whole wiring. No part knows another: events go into the queue, the loop hands them to the node one by one
     * and gives what follows to whom it concerns. They are closed in reverse order.
     */
    private RunningNode(NodeSettings settings, Extras extras) {
        this.settings = settings;
        this.extras = extras;
        this.setup = new NodeSetup(settings);
        ChainParams params = settings.params();
        NodeClock clock = settings.manners().clock();
        try {
            List<NetAddress> peers = setup.peers();
            queue.put(new Event.Started());
            store = parts.add(openStore(settings));
            net = parts.add(new Net(params.magic(), NetLimits.DEFAULT, settings.manners().proxies().peers(),
                    event -> post(new Event.Network(event))));
            settings.files().flatMap(NodeFiles::capture).ifPresent(net::captureIn);
            p2p = settings.p2p().map(address -> listen(net, address));
            settings.manners().morePlaces().forEach(address -> listen(net, address));
            indexes = parts.add(Indexes.open(settings.files().map(NodeFiles::indexes), settings.manners().keeping(),
                    store, params));
            var checks = parts.add(new CheckThreads(settings.manners().scriptThreads()));
            NodeConfig config = setup.config(checks, relaying(), p2p, keepsPool());
            Rebuilding.run(store, params, config.chain(), settings.manners().keeping().rebuild(), clock.instant());
            var node = new Node(params, config, store, store, store.load(), setup.knownAddresses(), chance);
            news = settings.http().map(_ -> parts.add(new NodeNews(Instant.now(), params.genesis(), store)));
            zmq = settings.zmq().isEmpty() ? Optional.empty() : publish(settings.zmq()).map(parts::add);
            pool = poolKeeper();
            if (keepsPool())
                parts.add(pool);
            loop = parts.add(new EventLoop("node-" + settings.port(), queue, mind(node), new Hands(), clock));
            tickets = new Tickets(loop.ended());
            stratum = settings.stratum().map(wanted -> parts.add(serveMiners(wanted, clock)));
            stratumGate = stratum.map(server -> new MiningGate(server::offer, settings.mineUpTo()));
            miner = parts.add(new Miner(engines(settings.miner().engine()), settings.miner(), chance, clock,
                    hit -> post(new Event.Mined(BlockJob.blockOf(hit)))));
            gate = new MiningGate(template -> miner.work(template.map(Draft::of)), settings.mineUpTo());
            parts.add(new HashRates(miner, this::post));
            news.ifPresent(told -> parts.add(new MinerNews(miner, told.feed(), this::view, this::words, clock)));
            peers.forEach(peer -> post(new Event.Network(new PeerEvent.Add(peer))));
            loop.start();
            indexes.start((known, patience) -> awaitView(view -> view.tip() != known, patience), view().tip(),
                    headers::find);
            // closed twice: first of all those that follow the loop
            parts.add(indexes);
            // last, as it takes longest: the node catches up meanwhile
            http = settings.http().map(address -> parts.add(serve(address, miner)));
            AutoCloseable waiters = loop::endWaiting;
            parts.add(waiters);
            if (keepsPool())
                parts.add(pool.startLoading());
        } catch (RuntimeException | Error e) {
            parts.closeAfter(e);
            throw e;
        }
    }

    Indexes indexes() {
        return indexes;
    }

    private PoolKeeper poolKeeper() {
        return new PoolKeeper(settings.files().map(NodeFiles::mempool), settings.manners().keeping().maskedPool(),
                chance, this::ask,
                this::view);
    }

    private boolean keepsPool() {
        return settings.files().isPresent() && settings.manners().keeping().pool();
    }

    PoolKeeper pool() {
        return pool;
    }

    /** The miner's words in a block; empty for genesis. */
    private String words(BlockEntry entry) {
        return store.block(entry.hash()).map(Tag::of).orElse("");
    }

    private static ChainStore openStore(NodeSettings settings) {
        settings.dataDirectory().ifPresent(DataDirectory::open);
        return settings.files().<ChainStore>map(files -> RocksStore.open(files.chain(), settings.params()))
                .orElseGet(MemoryStore::new);
    }

    private static InetSocketAddress listen(Net net, InetSocketAddress address) {
        try {
            return net.listen(address.getAddress(), address.getPort());
        } catch (BindException e) {
            throw new UserError(e.getMessage() + "; choose another --port, which the P2P port follows, or --p2p-port",
                    e);
        } catch (IOException e) {
            throw new UserError("cannot listen for peers at %s: %s".formatted(text(address), e.getMessage()), e);
        }
    }

    private Optional<ZmqPublisher> publish(List<ZmqNotification> wishes) {
        try {
            return Optional.of(ZmqPublisher.open(wishes, store));
        } catch (IOException e) {
            if (settings.manners().doesWithoutZmq()) {
                LOG.warn("nothing is published by ZeroMQ: {}", e.getMessage());
                return Optional.empty();
            }
            throw new UserError("--zmqpub…: " + e.getMessage(), e);
        }
    }

    private HttpServer serve(InetSocketAddress address, Miner miner) {
        try {
            var others = new ArrayList<StatusPart>();
            others.add(new StatusPart("miner", json -> MinerJson.write(miner.view(), json)));
            stratum.ifPresent(server -> others
                    .add(new StatusPart("stratum", json -> StratumJson.write(server.view(), json))));
            var credentials = parts.add(Credentials.open(settings.rpc(), settings.files().flatMap(NodeFiles::cookie)));
            var rpc = new RpcServer(new RpcDoor(this), credentials, settings.manners().rpcCalls(),
                    settings.manners().clock());
            var served = new Served(Build.version(), loop::view, store, headers::find, this::post,
                    news.orElseThrow(), new StoredLedger(store, indexes.transactions()));
            var metrics = new NodeMetrics(Build.version(), loop::view, meters, miner, store, stratum,
                    news.orElseThrow().feed());
            Extras open = settings.rpc().rest() ? extras.and(new Rest(rpc)::addTo) : extras;
            Extras all = open.and(settings.rpc()::addTo).and(rpc::addTo).and(metrics::addTo);
            Extras more = settings.cors().map(origin -> all.and(new Cors(origin)::addTo)).orElse(all);
            List<InetSocketAddress> places = new ArrayList<>(List.of(address));
            places.addAll(settings.manners().moreHttp());
            return HttpServer.start(places, settings.manners().httpIdle(), served, others,
                    more.withPlainly(settings.manners().plainRefusals()));
        } catch (BindException e) {
            throw new HttpError(e.getMessage() + "; choose another --port", e);
        } catch (IOException e) {
            throw new HttpError("cannot answer HTTP at %s: %s".formatted(text(address), e.getMessage()), e);
        }
    }

    /** @throws UserError when this JVM does not have the engine that is wanted */
    public static Engines engines(EngineWish wish) {
        try {
            return Engines.of(wish);
        } catch (IllegalArgumentException e) {
            throw new UserError("--engine: " + e.getMessage(), e);
        }
    }

    private StratumServer serveMiners(StratumSettings wanted, InstantSource clock) {
        try {
            return StratumServer.start(wanted, settings.tag(), settings.params().maxClockDrift(), chance, clock,
                    (block, worker) -> post(new Event.Submitted(block, "stratum worker " + worker)));
        } catch (BindException e) {
            throw new UserError(e.getMessage() + "; choose another --stratum", e);
        } catch (IOException e) {
            throw new UserError("cannot serve miners at %s: %s".formatted(text(wanted.address()), e.getMessage()), e);
        }
    }

    /** How it was set up. */
    NodeSetup setup() {
        return setup;
    }

    Relaying relaying() {
        return setup.relaying(indexes);
    }

    TrafficMeter traffic() {
        return net.traffic();
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    private EventLoop.Mind mind(Node node) {
        return new EventLoop.Mind() {
            @Override
            public List<Effect> on(Event event, Instant now) {
                long before = System.nanoTime();
                List<Effect> effects = node.on(event, now);
                meters.processed(event, System.nanoTime() - before);
                return effects;
            }

            @Override
            public NodeView view(Instant now) {
                return node.view(now);
            }
        };
    }

    /** Performs the node's effects, on its thread. */
    private final class Hands implements EventLoop.Hands {
        /** What this event did to the pool, until it is known whether the chain moves too. */
        private List<MempoolChange> unpublished = List.of();

        @Override
        public void store(StoreBatch batch) {
            long before = System.nanoTime();
            store.write(batch);
            meters.written(System.nanoTime() - before);
        }

        @Override
        public void network(PeerEffect effect) {
            switch (effect) {
                case PeerEffect.SaveAddresses(List<KnownAddress> addresses) ->
                    setup.addressFile().ifPresent(file -> file.write(addresses));
                case PeerEffect.SaveBans(List<Ban> bans) -> setup.banFile().ifPresent(file -> file.write(bans));
                default -> net.perform(effect);
            }
        }

        @Override
        public void mine(Optional<BlockTemplate> template) {
            gate.offer(template);
        }

        @Override
        public void note(PeerEffect.Level level, String text) {
            switch (level) {
                case DEBUG -> LOG.debug(text);
                case INFO -> LOG.info(text);
                case WARN -> LOG.warn(text);
            }
        }

        @Override
        public void stored(StoredBlock block) {
            news.ifPresent(told -> told.stored(block));
        }

        @Override
        public void tipMoved(TipChange change) {
            news.ifPresent(told -> told.tipMoved(change));
            publish(Optional.of(change));
            tipListeners.forEach(listener -> listener.accept(change));
        }

        @Override
        public void saveFees(Bytes memory) {
            setup.feeFile(relaying()).ifPresent(file -> file.write(memory));
        }

        @Override
        public void poolChanged(List<MempoolChange> changes) {
            unpublished = changes;
            poolListeners.forEach(listener -> listener.accept(changes));
        }

        private void publish(Optional<TipChange> move) {
            List<MempoolChange> pool = unpublished;
            unpublished = List.of();
            zmq.ifPresent(publisher -> publisher.happened(pool, move, view().initialDownload()));
        }

        @Override
        public void answer(long ticket, Outcome outcome) {
            tickets.answer(ticket, outcome);
        }

        @Override
        public void published(NodeView view) {
            news.ifPresent(told -> told.published(view));
            meters.traffic().published(view.peers());
            stratumGate.ifPresent(miners -> miners.offer(view.template()));
        }

        @Override
        public void processed(Event event) {
            if (!unpublished.isEmpty())
                publish(Optional.empty());
            if (event instanceof Event.Network(PeerEvent network))
                net.onProcessed(network);
        }
    }

    /** The newest view; costs nothing and never waits. */
    public NodeView view() {
        return loop.view();
    }

    /** Waits for a view that is {@code wanted}; empty when none came in time or the node ends. */
    public Optional<NodeView> awaitView(Predicate<NodeView> wanted, Duration patience) throws InterruptedException {
        return loop.awaitView(wanted, patience);
    }

    /**
     * Hands the node an event, without waiting for what follows from it.
     *
     * @return whether the node will see it: false when it is stopping
     */
    public boolean post(Event event) {
        return queue.put(event);
    }

    /**
     * Asks the node for something, and waits until it is done and the view shows it. Not for the node's own thread.
     *
     * @return empty if the node stops before that
     */
    public Optional<Outcome> ask(Request request) throws InterruptedException {
        return tickets.ask(request, this::post);
    }

    /**
     * The view with all that anybody could have noticed when this was called; costs nothing while nothing happens.
     *
     * @return the newest one if the node stops meanwhile
     */
    public NodeView currentView() throws InterruptedException {
        if (loop.viewIsCurrent())
            return loop.view();
        var _ = ask(new Request.Look());
        return loop.view();
    }

    /** Sets the node's clock, or lets it run again after empty; what is due then is done. */
    public void setTime(Optional<Instant> time) throws InterruptedException {
        settings.manners().clock().set(time.orElse(null));
        var _ = ask(new Request.Look());
    }

    /** The header of this hash, whatever became of it; from any thread. */
    public Optional<BlockEntry> header(BlockHash hash) {
        return headers.find(hash);
    }

    /** Bodies of the blocks that the node has; from any thread. */
    public BlockStore blocks() {
        return store;
    }

    /** Shows all coins of the stored tip; from any thread. */
    void forEachCoin(BiConsumer<OutPoint, Coin> visitor) {
        store.forEachCoin(visitor);
    }

    /** Calls {@code listener} on the node's own thread whenever the tip moves, so it has to be quick. */
    public void onTipMoved(Consumer<TipChange> listener) {
        tipListeners.add(listener);
    }

    /** Calls {@code listener} on the node's own thread whenever transactions come or go, so it has to be quick. */
    public void onPoolChanged(Consumer<List<MempoolChange>> listener) {
        poolListeners.add(listener);
    }

    /** From now on the last block that this node tries to mine, or has mined, is the one at {@code height}. */
    public void mineUpTo(int height) {
        gate.mineUpTo(height);
        stratumGate.ifPresent(miners -> miners.mineUpTo(height));
    }

    /** Switches its miner on or off; a template for others to mine goes with it. */
    public void switchMining(boolean on) {
        post(new Event.MiningSwitched(on));
    }

    /** @param threads that mine from now on, 1 to {@link Miner#MAX_THREADS} */
    public void mineWith(int threads) {
        miner.useThreads(threads);
    }

    /** Its miner's threads and their rates. */
    public MinerView miner() {
        return miner.view();
    }

    /** Makes the line to a place as {@code state} says. */
    public void line(NetAddress place, LineState state) {
        net.line(place, state);
    }

    /** Wants to be connected to this place, and does not wait until it is time for another call. */
    public void callNow(NetAddress place) {
        post(new Event.Network(new PeerEvent.Remove(place)));
        post(new Event.Network(new PeerEvent.Add(place)));
    }

    /** Where it tells what happens; empty if it answers no HTTP. */
    public Optional<Feed> feed() {
        return news.map(NodeNews::feed);
    }

    public NodeSettings settings() {
        return settings;
    }

    /** Where it answers HTTP, with the real port. */
    public Optional<InetSocketAddress> http() {
        return http.map(HttpServer::address);
    }

    /** Method and path of everything that it answers over HTTP. */
    public List<String> routes() {
        return http.map(HttpServer::routes).orElse(List.of());
    }

    /** Where it publishes by ZeroMQ, with the real ports. */
    public List<String> zmq() {
        return zmq.map(ZmqPublisher::endpoints).orElse(List.of());
    }

    /** Where it takes calls from peers, with the real port. */
    public Optional<InetSocketAddress> p2p() {
        return p2p;
    }

    /** Its miners; empty if it serves none. */
    public Optional<StratumView> stratum() {
        return stratum.map(StratumServer::view);
    }

    /** Done when the node's thread has ended; with the exception that ended it, should a disk break. */
    public CompletableFuture<Void> ended() {
        return loop.ended();
    }

    /** Done when somebody asked the node to stop; it goes on until {@link #close}. */
    public CompletableFuture<Void> stopWished() {
        return stopWished;
    }

    void wishStop() {
        stopWished.complete(null);
    }

    /** Says goodbye to the peers, flushes, and frees folder and ports. */
    @Override
    public void close() {
        parts.close();
    }
}
