package org.jackblockchain.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jackblockchain.app.config.UserError;
import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.BlockStore;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.node.Event;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.node.Outcome;
import org.jackblockchain.node.Request;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.rpc.FilterPlaces;
import org.jackblockchain.rpc.IndexProgress;
import org.jackblockchain.rpc.PoolImport;
import org.jackblockchain.rpc.RpcNode;
import org.jackblockchain.rpc.StatisticsPlaces;
import org.jackblockchain.rpc.TransactionPlaces;
import org.jackblockchain.rpc.zmq.ZmqNotification;
import org.jackblockchain.wire.NetAddress;

/** What JSON-RPC may have of a running node. */
final class RpcDoor implements RpcNode {
    private final RunningNode node;

    RpcDoor(RunningNode node) {
        this.node = node;
    }

    @Override
    public NodeView view() {
        try {
            return node.currentView();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return node.view();
        }
    }

    @Override
    public Optional<NodeView> awaitView(Predicate<NodeView> wanted, Duration patience) throws InterruptedException {
        return node.awaitView(wanted, patience);
    }

    @Override
    public Optional<BlockEntry> header(BlockHash hash) {
        Optional<BlockEntry> known = node.header(hash);
        if (known.isPresent())
            return known;
        // the view may be older than what the caller has heard of
        var _ = view();
        return node.header(hash);
    }

    @Override
    public BlockStore blocks() {
        return node.blocks();
    }

    @Override
    public void forEachCoin(BiConsumer<OutPoint, Coin> visitor) {
        node.forEachCoin(visitor);
    }

    @Override
    public void post(Event event) {
        node.post(event);
    }

    @Override
    public Optional<Outcome> ask(Request request) throws InterruptedException {
        return node.ask(request);
    }

    @Override
    public Optional<NetAddress> resolve(String peer) {
        try {
            return Optional.of(Resolver.resolve(peer));
        } catch (UserError _) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<TransactionPlaces> transactions() {
        return node.indexes().transactions();
    }

    @Override
    public Optional<FilterPlaces> filters() {
        return node.indexes().filters();
    }

    @Override
    public Optional<StatisticsPlaces> statistics() {
        return node.indexes().statistics();
    }

    @Override
    public List<IndexProgress> indexes() {
        return node.indexes().all();
    }

    @Override
    public Path savePool() throws IOException {
        return node.pool().save();
    }

    @Override
    public boolean importPool(Path file, PoolImport how) throws InterruptedException {
        return node.pool().load(file, how);
    }

    @Override
    public Map<String, String> proxies() {
        return node.settings().manners().proxies().byNetwork();
    }

    @Override
    public List<ZmqNotification> notifications() {
        return node.settings().zmq();
    }

    @Override
    public boolean takesTransactions() {
        return node.relaying().transactions();
    }

    @Override
    public long bytesReceived() {
        return node.traffic().received();
    }

    @Override
    public long bytesSent() {
        return node.traffic().sent();
    }

    @Override
    public long bytesOnDisk() {
        return node.settings().files().map(files -> sizeOf(files.chain())).orElse(0L);
    }

    private static long sizeOf(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(RpcDoor::sizeOfFile).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The database drops files while we look. */
    private static long sizeOfFile(Path file) {
        try {
            return Files.size(file);
        } catch (NoSuchFileException _) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String userAgent() {
        return node.setup().userAgent();
    }

    @Override
    public void setTime(Optional<Instant> time) throws InterruptedException {
        node.setTime(time);
    }

    @Override
    public String logFile() {
        return node.settings().files().flatMap(NodeFiles::log).map(Path::toString).orElse("");
    }

    @Override
    public Set<String> logCategories() {
        return Logs.kinds();
    }

    @Override
    public void logCategories(Set<String> active) {
        Logs.kinds(active);
    }

    @Override
    public void stop() {
        node.wishStop();
    }
}
