package org.jackblockchain.app;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.http.Feed;
import org.jackblockchain.http.PoolJson;
import org.jackblockchain.mempool.MempoolSnapshot;
import org.jackblockchain.miner.HashRate;
import org.jackblockchain.miner.Miner;
import org.jackblockchain.miner.MinerJson;
import org.jackblockchain.miner.MinerView;
import org.jackblockchain.miner.RoundView;
import org.jackblockchain.mining.Draft;
import org.jackblockchain.mining.NetworkHashRate;
import org.jackblockchain.node.NodeView;
import org.jspecify.annotations.Nullable;

/**
 * Tells those who watch what the miner does: its round some times a second, its rate every second; and how full the
 * memory pool is. It looks from
 * outside, and only while somebody watches, so the miner does not pay for it.
 */
final class MinerNews implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofMillis(250);
    private static final Duration RATE_INTERVAL = Duration.ofSeconds(1);
    /** To look through a full pool takes a while: the looker rests so many times as long. */
    private static final int POOL_REST = 20;
    /** With more readers than this makes of four rounds a second, they get fewer: what passes must not cost much. */
    private static final int MAX_DELIVERIES_PER_SECOND = 500;
    /** Over so many blocks the network's rate is taken, as Core does. */
    private static final int NETWORK_BLOCKS = 120;

    private final Miner miner;
    private final Feed feed;
    private final Supplier<NodeView> view;
    private final Function<BlockEntry, String> miners;
    private final InstantSource clock;
    private final Thread thread;

    private @Nullable RoundView lastRound;
    private @Nullable BlockEntry lastParent;
    private String reason = "";
    private @Nullable HashRate lastRate;
    /** As it was told last; below zero at first. */
    private int poolSize = -1;
    private long poolBytes = -1;
    private long nextPool = System.nanoTime();
    private @Nullable BlockEntry lastTip;

    /** @param miners tells the miner's words in a block */
    MinerNews(Miner miner, Feed feed, Supplier<NodeView> view, Function<BlockEntry, String> miners,
            InstantSource clock) {
        this.miner = miner;
        this.feed = feed;
        this.view = view;
        this.miners = miners;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("miner-news").start(this::run);
    }

    private void run() {
        long nextRate = System.nanoTime();
        try {
            while (true) {
                Thread.sleep(interval(feed.readers()));
                if (feed.readers() == 0)
                    continue;
                miner.round().ifPresent(this::tell);
                if (System.nanoTime() - nextPool >= 0)
                    tellPool(view.get().mempool());
                if (System.nanoTime() - nextRate >= 0) {
                    nextRate = System.nanoTime() + RATE_INTERVAL.toNanos();
                    tellRate();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    static Duration interval(int readers) {
        var bearable = Duration.ofMillis(readers * 1_000L / MAX_DELIVERIES_PER_SECOND);
        return bearable.compareTo(INTERVAL) > 0 ? bearable : INTERVAL;
    }

    private void tell(RoundView round) {
        if (round.equals(lastRound))
            return;
        if (lastRound == null || !round.work().equals(lastRound.work()))
            reason = reason(round);
        lastRound = round;
        feed.publish("round", true, json -> MinerJson.write(round, reason, json));
    }

    private String reason(RoundView round) {
        if (!(round.work() instanceof Draft draft))
            return "new job";
        BlockEntry parent = draft.template().parent();
        boolean isNewTip = parent != lastParent;
        lastParent = parent;
        if (!isNewTip)
            return "new template";
        if (parent.height() == 0)
            return "the first block";
        String words = miners.apply(parent);
        return words.isEmpty() ? "new tip" : "new tip: " + words;
    }

    private void tellPool(MempoolSnapshot pool) {
        if (pool.size() == poolSize && pool.virtualSize() == poolBytes)
            return;
        long begun = System.nanoTime();
        poolSize = pool.size();
        poolBytes = pool.virtualSize();
        long at = clock.instant().toEpochMilli();
        feed.publish("mempool", true, json -> {
            json.writeStartObject();
            PoolJson.write(pool, json);
            json.writeNumberField("at", at);
            json.writeEndObject();
        });
        nextPool = System.nanoTime() + POOL_REST * (System.nanoTime() - begun);
    }

    private void tellRate() {
        MinerView now = miner.view();
        BlockEntry tip = view.get().tip();
        boolean isSame = tip == lastTip && now.rate().equals(lastRate);
        lastRate = now.rate();
        lastTip = tip;
        if (isSame)
            return;
        double network = NetworkHashRate.over(tip, Math.min(tip.height(), NETWORK_BLOCKS));
        feed.publish("rate", true, json -> MinerJson.writeRate(now, network, clock.instant(), json));
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
