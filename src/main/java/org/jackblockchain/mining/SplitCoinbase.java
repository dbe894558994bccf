package org.jackblockchain.mining;

import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Transaction;

/**
 * A coinbase without its extra nonce: {@code before}, then {@link #EXTRA_NONCE_BYTES}, then {@code after} are its bytes
 * without witnesses, whose hash is a leaf of the merkle tree.
 */
public record SplitCoinbase(Bytes before, Bytes after) {
    public static final int EXTRA_NONCE_BYTES = Long.BYTES;
    /** Version, the number of inputs and the outpoint of the only one. */
    private static final int BYTES_BEFORE_SCRIPT_LENGTH = 4 + 1 + 36;

    /** @param coinbase made by {@link CoinbaseScript}, whose last bytes are the extra nonce */
    static SplitCoinbase of(Transaction coinbase) {
        var out = new ByteWriter();
        coinbase.writeStripped(out);
        Bytes bytes = out.toBytes();
        int scriptLength = coinbase.inputs().getFirst().scriptSig().length();
        // below 253, so its length is one byte
        int end = BYTES_BEFORE_SCRIPT_LENGTH + 1 + scriptLength;
        return new SplitCoinbase(bytes.slice(0, end - EXTRA_NONCE_BYTES), bytes.slice(end, bytes.length()));
    }
}
