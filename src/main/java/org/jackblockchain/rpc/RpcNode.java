package org.jackblockchain.rpc;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.BlockStore;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.node.Event;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.node.Outcome;
import org.jackblockchain.node.Request;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.rpc.zmq.ZmqNotification;
import org.jackblockchain.wire.NetAddress;

/** What callers of the RPC may have of a running node. Used from many threads. */
public interface RpcNode {
    /** What is true now: it shows everything that a caller could have noticed. */
    NodeView view();

    /** Waits for a view that is {@code wanted}; empty when none came in time or the node ends. */
    Optional<NodeView> awaitView(Predicate<NodeView> wanted, Duration patience) throws InterruptedException;

    BlockStore blocks();

    /** Shows all coins of the stored tip, in the order of their keys; the visitor must not ask for more. */
    void forEachCoin(BiConsumer<OutPoint, Coin> visitor);

    /** The header of this hash, whatever became of it; empty if none was ever placed. */
    Optional<BlockEntry> header(BlockHash hash);

    /** Hands the node an event, without waiting for what follows. */
    void post(Event event);

    /**
     * Asks for something, and waits until it is done and the view shows it.
     *
     * @return empty if the node stops before that
     */
    Optional<Outcome> ask(Request request) throws InterruptedException;

    /** The address of {@code host:port}, where the host may be a name; empty if there is none. */
    Optional<NetAddress> resolve(String peer);

    /** In which block each transaction is; empty where that is not kept. */
    default Optional<TransactionPlaces> transactions() {
        return Optional.empty();
    }

    /** The compact filters of blocks; empty where they are not made. */
    default Optional<FilterPlaces> filters() {
        return Optional.empty();
    }

    /** The coins in numbers at each block; empty where they are not kept. */
    default Optional<StatisticsPlaces> statistics() {
        return Optional.empty();
    }

    /** All indexes that are kept. */
    default List<IndexProgress> indexes() {
        return List.of();
    }

    /**
     * Writes the memory pool to its file.
     *
     * @return where that is
     */
    Path savePool() throws IOException;

    /**
     * Takes in the transactions of a file.
     *
     * @return false when it could not be read, or not all of it; the log says why
     */
    boolean importPool(Path file, PoolImport how) throws InterruptedException;

    /** Through whom others are called, by Core's name of a network; none for those that are called directly. */
    default Map<String, String> proxies() {
        return Map.of();
    }

    /** What it publishes by ZeroMQ. */
    default List<ZmqNotification> notifications() {
        return List.of();
    }

    /** Whether transactions of peers are taken. */
    boolean takesTransactions();

    /** Bytes that came from peers since the start. */
    long bytesReceived();

    /** Bytes that went to peers since the start. */
    long bytesSent();

    /** Of the chain's files. */
    long bytesOnDisk();

    /** In the form of BIP14. */
    String userAgent();

    /** Sets the node's clock, which then stands; lets it run again after empty. */
    void setTime(Optional<Instant> time) throws InterruptedException;

    /** Where the log is; empty where there is none in a file. */
    String logFile();

    /** The kinds of lines that the log has, by Core's names. */
    Set<String> logCategories();

    /** From now on the log has these kinds of lines. */
    void logCategories(Set<String> active);

    /** Wishes that the node stops, soon. */
    void stop();
}
