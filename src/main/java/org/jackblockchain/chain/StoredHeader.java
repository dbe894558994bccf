package org.jackblockchain.chain;

import org.jackblockchain.primitives.BlockHeader;

/**
 * What is kept of a header besides its bytes.
 *
 * @param rung how far its validity was proven
 * @param invalid whether it, not an ancestor, was found or declared invalid
 * @param sequence order in which bodies arrived: of two chains with equal work the lower wins; 0 without a body
 */
public record StoredHeader(BlockHeader header, Rung rung, boolean invalid, long sequence) {}
