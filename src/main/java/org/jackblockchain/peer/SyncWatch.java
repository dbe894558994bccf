package org.jackblockchain.peer;

import java.time.Duration;
import java.time.Instant;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.Chain;

/**
 * Whether the node is catching up, and how far it got. It is while it knows of a better chain that is well ahead,
 * and comes nearer to it: headers whose blocks nobody gives us keep no node from mining for long.
 */
final class SyncWatch {
    /** A chain that is ahead by no more blocks is a matter of moments. */
    static final int LEAD = 8;
    /** Without progress for so long, nobody waits for the better chain any more. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration NOTE_INTERVAL = Duration.ofSeconds(10);

    private final Chain chain;
    private final HeaderSync headers;
    private final Outbox out;
    private boolean behind;
    private boolean firstSync;
    private boolean catchingUp;
    private Instant progressAt = Instant.EPOCH;
    private Instant notedAt = Instant.EPOCH;

    SyncWatch(Chain chain, HeaderSync headers, Outbox out) {
        this.chain = chain;
        this.headers = headers;
        this.out = out;
    }

    boolean isSyncing() {
        return firstSync || catchingUp;
    }

    /** Whether a better chain is known and its blocks keep coming: our tip is no news to anybody. */
    boolean isCatchingUp() {
        return catchingUp;
    }

    /** Progress is what brings us nearer to the better chain; blocks on another one only show that it is not coming. */
    void tipMoved(Instant now) {
        if (chain.bestHeader().descendsFrom(chain.tip()))
            progressAt = now;
        update(now);
    }

    void update(Instant now) {
        boolean wasBehind = behind;
        behind = isBehind();
        if (behind && !wasBehind)
            progressAt = now;
        firstSync = headers.isFirstSync(now);
        catchingUp = behind && now.isBefore(progressAt.plus(PATIENCE));
        if (behind && !now.isBefore(notedAt.plus(NOTE_INTERVAL)))
            note("catching up", now);
        else if (wasBehind && !behind)
            note("caught up", now);
    }

    private boolean isBehind() {
        BlockEntry best = chain.bestHeader();
        BlockEntry tip = chain.tip();
        return best.height() > tip.height() + LEAD && best.chainWork().compareTo(tip.chainWork()) > 0;
    }

    private void note(String what, Instant now) {
        notedAt = now;
        out.info("%s: block %d of %d".formatted(what, chain.tip().height(), chain.bestHeader().height()));
    }

    void wakes(Alarm alarm) {
        if (behind)
            alarm.at(progressAt.plus(PATIENCE));
    }
}
