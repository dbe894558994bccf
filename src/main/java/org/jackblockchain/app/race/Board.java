package org.jackblockchain.app.race;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What the book says at one moment, for those who read on other threads.
 *
 * @param spreads of the latest blocks, newest first
 */
record Board(Standings standings, Optional<RaceBook.Streak> streak, List<Spread> spreads) {
    /** @param afterByPort how long after the first racer each had it */
    record Spread(String hash, int height, boolean stale, SequencedMap<Integer, Duration> afterByPort) {}

    Board {
        spreads = List.copyOf(spreads);
    }
}
