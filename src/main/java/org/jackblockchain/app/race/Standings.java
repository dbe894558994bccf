package org.jackblockchain.app.race;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Everything that a scoreboard shows, at one moment.
 *
 * @param others who won blocks without being a racer, or mine for one; those who won most first
 * @param height of the leading chain
 * @param goal the height that the race ends at, if it ends by itself
 * @param hashesPerBlock the difficulty: hashes that the next block takes on average
 * @param hashesPerSecond of all racers
 * @param engine what the racers search with; empty before the first of them said so
 * @param sinceLast how long the leading block has been the newest
 * @param interval the mean time between blocks that the network aims at
 * @param lasted since the start
 * @param reorganizations how often a racer changed to another branch
 * @param medianUntilAll how long all racers take to have a block
 */
record Standings(List<Row> rows, List<Other> others, List<Win> latest, int height, OptionalInt goal,
        double hashesPerBlock,
        double hashesPerSecond, String engine, Duration sinceLast, Duration interval, Duration lasted, long staleBlocks,
        int reorganizations, Optional<Duration> medianUntilAll, String page) {
    /** @param share of all wins, from 0 to 1 */
    record Row(int racer, String name, int wins, double share, int height, int peers, double hashesPerSecond) {}

    /** @param share of all wins, from 0 to 1 */
    record Other(String name, int wins, double share, double hashesPerSecond) {}

    /** @param racer empty for a stranger */
    record Win(int height, String hash, OptionalInt racer, String name, Duration afterParent,
            Optional<Duration> untilAll, boolean stale) {}

    Standings {
        rows = List.copyOf(rows);
        others = List.copyOf(others);
        latest = List.copyOf(latest);
    }
}
