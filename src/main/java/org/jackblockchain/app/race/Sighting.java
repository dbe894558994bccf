package org.jackblockchain.app.race;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

import org.jackblockchain.chain.BlockEntry;

/**
 * A block that at least one racer had in its active chain.
 *
 * @param tag the miner's words in its coinbase
 * @param racer who mined it, empty for a stranger who joined the race
 * @param firstSeen when the first racer had it: when it was won
 * @param afterParent how long its parent had been the newest; from the start of the race for the first
 * @param untilAll how long until every racer had it; empty while one has not
 */
record Sighting(BlockEntry block, String tag, OptionalInt racer, Instant firstSeen, Duration afterParent,
        Optional<Duration> untilAll) {
    int height() {
        return block.height();
    }

    Sighting seenByAll(Instant when) {
        return new Sighting(block, tag, racer, firstSeen, afterParent, Optional.of(Duration.between(firstSeen, when)));
    }
}
