package org.jackblockchain.rpc;

import java.util.Optional;

import org.jackblockchain.chain.CoinStatistics;
import org.jackblockchain.primitives.BlockHash;

/** The coins in numbers at each block, and how far they are made. Used from many threads. */
public interface StatisticsPlaces extends IndexProgress {
    Optional<CoinStatistics> find(BlockHash block);
}
