package org.jackblockchain.rpc;

import org.jackblockchain.chain.BlockFilters;

/** The compact filters of blocks, and how far they are made. Used from many threads. */
public interface FilterPlaces extends IndexProgress, BlockFilters {}
