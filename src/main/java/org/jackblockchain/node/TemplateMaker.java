package org.jackblockchain.node;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.jackblockchain.chain.Chain;
import org.jackblockchain.mempool.Mempool;
import org.jackblockchain.mining.BlockTemplate;
import org.jackblockchain.mining.Templates;
import org.jackblockchain.mining.TxSource;
import org.jackblockchain.primitives.Bytes;

/** Keeps a template of what to mine: anew at once when the tip moves, and not too often when transactions come. */
final class TemplateMaker {
    /** Miners keep a template of the same tip at least so long. */
    static final Duration PAUSE = Duration.ofSeconds(5);

    private final NodeConfig config;
    private final Chain chain;
    private final Mempool mempool;
    private final TxSource source;
    private Optional<BlockTemplate> newest = Optional.empty();
    private long madeOf;
    private Instant madeAt = Instant.MIN;
    private Optional<Instant> wake = Optional.empty();

    TemplateMaker(NodeConfig config, Chain chain, Mempool mempool) {
        this.config = config;
        this.chain = chain;
        this.mempool = mempool;
        this.source = TransactionDesk.source(mempool);
    }

    Optional<BlockTemplate> newest() {
        return newest;
    }

    /** When to look again. */
    Optional<Instant> nextWake() {
        return wake;
    }

    /** @param wanted whether there is something worth mining on */
    Optional<BlockTemplate> update(boolean wanted, Instant now) {
        boolean sameTip = newest.isPresent() && newest.get().parent().equals(chain.tip());
        boolean stale = madeOf != mempool.sequence();
        wake = Optional.empty();
        if (!wanted) {
            newest = Optional.empty();
        } else if (!sameTip || (stale && !now.isBefore(madeAt.plus(PAUSE)))) {
            newest = Optional.of(fresh(config.payout()));
            madeOf = mempool.sequence();
            madeAt = now;
        } else if (stale) {
            wake = Optional.of(madeAt.plus(PAUSE));
        }
        return newest;
    }

    /** What pays best now. */
    BlockTemplate fresh(Bytes payout) {
        return Templates.next(chain.params(), chain.tip(), payout, config.tag(), source, config.blocks());
    }
}
