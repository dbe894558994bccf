package org.jackblockchain.miner;

/**
 * What all threads of a miner have done since its start.
 *
 * @param staleRounds those at whose end there was newer work
 * @param switches how long after new work was given a thread was ready to search it: what it did until then was stale
 */
public record MinerTotals(long hashes, long rounds, long staleRounds, TimeCounts.View switches) {}
