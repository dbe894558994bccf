package org.jackblockchain.mining;

import java.util.ArrayList;
import java.util.List;

import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.Target;
import org.jackblockchain.primitives.Transaction;

/**
 * A template with an extra nonce and a time: a header of which only the nonce is open.
 *
 * @param header its nonce is 0 and means nothing
 */
public record Job(BlockTemplate template, BlockHeader header, Transaction coinbase) {
    public Target target() {
        return template.target();
    }

    /** For {@link Engine#aim}. */
    public byte[] headerBytes() {
        return header.toBytes();
    }

    /** The block that this job and the nonce make. Whether its hash meets the target is the engine's word. */
    public Block solved(int nonce) {
        List<Transaction> transactions = new ArrayList<>(1 + template.transactions().size());
        transactions.add(coinbase);
        transactions.addAll(template.transactions());
        return new Block(header.withNonce(nonce), transactions);
    }
}
