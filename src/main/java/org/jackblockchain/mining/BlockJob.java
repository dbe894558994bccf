package org.jackblockchain.mining;

import java.util.ArrayList;
import java.util.List;

import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.Target;
import org.jackblockchain.primitives.Transaction;

/**
 * A template with an extra nonce and a time: the header of a block of which only the nonce is open.
 *
 * @param header its nonce is 0 and means nothing
 */
public record BlockJob(BlockTemplate template, BlockHeader header, Transaction coinbase) implements Job {
    @Override
    public Target target() {
        return template.target();
    }

    @Override
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

    /**
     * The block of a hit.
     *
     * @throws IllegalArgumentException if its job is no block's
     */
    public static Block blockOf(Hit hit) {
        if (hit.job() instanceof BlockJob job)
            return job.solved(hit.nonce());
        throw new IllegalArgumentException("no block's job: " + hit.job());
    }
}
