package org.jackblockchain.app.metrics;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.http.Feed;
import org.jackblockchain.miner.Miner;
import org.jackblockchain.miner.MinerTotals;
import org.jackblockchain.mining.NetworkHashRate;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.peer.Direction;
import org.jackblockchain.peer.PeerView;
import org.jackblockchain.store.ChainStore;
import org.jackblockchain.store.StoreStatistics;
import org.jackblockchain.stratum.StratumServer;
import org.jackblockchain.stratum.StratumView;
import org.jackblockchain.stratum.WorkerView;

/** {@code GET /metrics}: a node in numbers, as Prometheus reads them. Between two scrapes it costs nothing. */
public final class NodeMetrics {
    private static final int NETWORK_BLOCKS = 120;

    private final String version;
    private final Supplier<NodeView> view;
    private final NodeMeters meters;
    private final Miner miner;
    private final ChainStore store;
    private final Optional<StratumServer> stratum;
    private final Feed feed;

    /** Made at the first scrape: most nodes are never asked. */
    private static final class Formats {
        static final ExpositionFormats ALL = ExpositionFormats.init();
    }

    public NodeMetrics(String version, Supplier<NodeView> view, NodeMeters meters, Miner miner, ChainStore store,
            Optional<StratumServer> stratum, Feed feed) {
        this.version = version;
        this.view = view;
        this.meters = meters;
        this.miner = miner;
        this.store = store;
        this.stratum = stratum;
        this.feed = feed;
    }

    public void addTo(RoutesConfig routes) {
        routes.get("/metrics", this::answer);
    }

    private void answer(Context context) throws IOException {
        ExpositionFormatWriter writer = Formats.ALL.findWriter(context.header("Accept"));
        context.contentType(writer.getContentType());
        writer.write(context.outputStream(), collect());
    }

    MetricSnapshots collect() {
        var sheet = new Sheet();
        NodeView now = view.get();
        sheet.info("jbc", "Which program runs on which network.",
                Labels.of("version", version, "network", now.params().name(), "engine", now.engine()));
        chain(now, sheet);
        peers(now, sheet);
        sheet.gauge("jbc_mempool_transactions", "Transactions in the memory pool.", now.mempool().size())
                .gauge("jbc_mempool_virtual_bytes", "Their size as fees count it.", now.mempool().virtualSize());
        validation(sheet);
        mining(now, sheet);
        store(sheet);
        stratum.map(StratumServer::view).ifPresent(workers -> stratum(workers, sheet));
        sheet.gauge("jbc_event_readers", "Readers of server-sent events.", feed.readers());
        JvmMetrics.addTo(sheet);
        return sheet.all();
    }

    private static void chain(NodeView now, Sheet sheet) {
        BlockEntry tip = now.tip();
        sheet.gauge("jbc_chain_height", "Height of the active chain.", tip.height())
                .gauge("jbc_chain_headers_height", "Height of the best chain of headers.", now.bestHeader().height())
                .gauge("jbc_chain_difficulty", "Difficulty of the last block.",
                        tip.header().bits().target().orElseThrow().difficulty())
                .gauge("jbc_chain_work_hashes", "Hashes that the active chain is expected to have taken.",
                        tip.chainWork().hashes().doubleValue())
                .gauge("jbc_chain_tip_time_seconds", "When the last block was mined, as its miner says.",
                        tip.header().time())
                .gauge("jbc_chain_syncing", "1 while the node is catching up.", now.syncing() ? 1 : 0)
                .gauge("jbc_chain_branches", "Ends of branches of the tree of headers.", now.branches().size())
                .gauge("jbc_chain_stale_blocks", "Blocks stored that are not in the active chain.", now.staleBlocks())
                .counter("jbc_chain_reorganizations", "Times that the chain left a block.", now.reorganizations())
                .gauge("jbc_network_hashes_per_second", "Of all miners, as the last 120 blocks show.",
                        NetworkHashRate.over(tip, Math.min(tip.height(), NETWORK_BLOCKS)));
    }

    private void peers(NodeView now, Sheet sheet) {
        var counts = new EnumMap<Direction, Long>(Direction.class);
        for (Direction direction : Direction.values())
            counts.put(direction, 0L);
        now.peers().stream().filter(PeerView::ready).forEach(peer -> counts.merge(peer.direction(), 1L, Long::sum));
        var named = new TreeMap<String, Long>();
        counts.forEach((direction, count) -> named.put(direction.name().toLowerCase(Locale.ROOT), count));
        sheet.gauges("jbc_peers", "Peers whose handshake is done.", "direction", named)
                .counters("jbc_peer_received_bytes", "Bytes from peers, by message.",
                        byMessage(meters.traffic.received()))
                .counters("jbc_peer_sent_bytes", "Bytes to peers, by message.", byMessage(meters.traffic.sent()));
    }

    private static Map<Labels, Long> byMessage(Map<String, Long> bytes) {
        var labelled = new LinkedHashMap<Labels, Long>();
        bytes.forEach((message, count) -> labelled.put(Labels.of("message", message), count));
        return labelled;
    }

    private void validation(Sheet sheet) {
        var times = new LinkedHashMap<Labels, org.jackblockchain.miner.TimeCounts.View>();
        times.put(Labels.of("of", "block"), meters.blocks.view());
        times.put(Labels.of("of", "headers"), meters.headers.view());
        sheet.times("jbc_validation_seconds", "To judge what came, and to move the chain where it has to.", times);
    }

    private void mining(NodeView now, Sheet sheet) {
        MinerTotals totals = miner.totals();
        sheet.gauge("jbc_miner_active", "1 while mining is switched on.", now.mining() ? 1 : 0)
                .gauge("jbc_miner_threads", "Threads that mine.", miner.view().threads().size())
                .gauge("jbc_miner_hashes_per_second", "Over the last 15 seconds.", miner.view().rate().last15())
                .counter("jbc_miner_hashes", "Hashes tried.", totals.hashes())
                .counter("jbc_miner_rounds", "Rounds done.", totals.rounds())
                .counter("jbc_miner_stale_rounds", "Rounds at whose end there was newer work.", totals.staleRounds())
                .times("jbc_miner_switch_seconds", "From new work until a thread had left the old.",
                        Map.of(Labels.EMPTY, totals.switches()));
    }

    private void store(Sheet sheet) {
        StoreStatistics statistics = store.statistics();
        sheet.times("jbc_store_write_seconds", "To write a batch.", Map.of(Labels.EMPTY, meters.writes.view()))
                .counter("jbc_store_batches", "Batches written.", statistics.batches())
                .counter("jbc_store_written_bytes", "Bytes handed to the database.", statistics.written())
                .gauge("jbc_store_keys", "Keys stored, about.", statistics.keys())
                .gauge("jbc_store_table_bytes", "Size of sorted files.", statistics.tables())
                .gauge("jbc_store_blob_bytes", "Size of files of large values.", statistics.blobs())
                .gauge("jbc_store_memory_bytes", "Size of what is not in sorted files yet.", statistics.memory())
                .gauge("jbc_store_cache_bytes", "Size of the cache of what was read.", statistics.cache());
    }

    private static void stratum(StratumView server, Sheet sheet) {
        sheet.gauge("jbc_stratum_connections", "Open connections of miners.", server.connections())
                .gauge("jbc_stratum_banned_addresses", "Addresses that are kept out.", server.bannedAddresses());
        var rates = new TreeMap<String, Double>();
        var shares = new LinkedHashMap<Labels, Long>();
        var blocks = new LinkedHashMap<Labels, Long>();
        for (WorkerView worker : server.workers()) {
            rates.put(worker.name(), worker.hashesPerSecond());
            shares(worker, "accepted", WorkerView::accepted, shares);
            shares(worker, "stale", WorkerView::stale, shares);
            shares(worker, "rejected", WorkerView::rejected, shares);
            blocks.put(Labels.of("worker", worker.name()), worker.blocks());
        }
        sheet.gauges("jbc_stratum_hashes_per_second", "As a worker's shares of the last five minutes tell.", "worker",
                rates).counters("jbc_stratum_shares", "Shares, by worker and what became of them.", shares)
                .counters("jbc_stratum_blocks", "Shares that were blocks.", blocks);
    }

    private static void shares(WorkerView worker, String result, ToLongFunction<WorkerView> count,
            Map<Labels, Long> shares) {
        shares.put(Labels.of("worker", worker.name(), "result", result), count.applyAsLong(worker));
    }
}
