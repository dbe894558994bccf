package org.jackblockchain.chain;

import org.jackblockchain.primitives.BlockHeader;

/**
 * What is kept of a header besides its bytes.
 *
 * @param rung how far its validity was proven
 * @param invalid whether it, not an ancestor, was found or declared invalid
 * @param sequence order in which blocks could have been the tip: of two with equal work the lower wins; 0 as long as
 *     a body is missing, its own or an ancestor's
 */
public record StoredHeader(BlockHeader header, Rung rung, boolean invalid, long sequence) {
    /**
     * As if its body had just been stored, if it was.
     *
     * @param pardoned whether what was found invalid is so no more
     */
    public StoredHeader unjudged(boolean pardoned) {
        return new StoredHeader(header, rung == Rung.CONNECTED ? Rung.BODY : rung, invalid && !pardoned, sequence);
    }
}
