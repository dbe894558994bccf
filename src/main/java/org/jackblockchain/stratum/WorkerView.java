package org.jackblockchain.stratum;

import java.time.Instant;
import java.util.Optional;

/**
 * A worker at one moment; its numbers count from the server's start, over all its connections.
 *
 * @param name as it stands in its blocks
 * @param connections it has now
 * @param difficulty that its shares have to have now, the highest of its connections; 0 without one
 * @param accepted shares, and how many were stale or else rejected
 * @param hashesPerSecond as its shares of the last five minutes tell
 * @param bestShare the difficulty of its best share; 0 before the first
 * @param blocks shares that were blocks
 */
public record WorkerView(String name, int connections, double difficulty, long accepted, long stale, long rejected,
        double hashesPerSecond, double bestShare, Optional<Instant> lastShare, long blocks) {}
