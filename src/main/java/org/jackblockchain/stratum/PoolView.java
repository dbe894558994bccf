package org.jackblockchain.stratum;

import java.util.Optional;

/**
 * A pool's client at one moment.
 *
 * @param pool that we mine for; empty while none answers
 * @param difficulty of the shares that it wants; 0 before it said so
 * @param accepted shares, and how many were rejected, by all pools since the start
 */
public record PoolView(Optional<PoolAddress> pool, double difficulty, long accepted, long rejected) {}
