package org.jackblockchain.mempool;

import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;

/**
 * What Core would say that a transaction takes in its memory: {@code -maxmempool} and {@code usage} mean the same on
 * both, so that a pool of a given size is full at the same time. What the JVM takes is about twice that.
 */
final class MemoryUse {
    /** A relative's place in a set. */
    static final long LINK = allocated(40);
    /** An amount that the operator added to a fee. */
    static final long DELTA = allocated(72);

    /** The entry with its places in indexes. */
    private static final long ENTRY = allocated(288 + 15 * 8) + 16;
    private static final long TRANSACTION = allocated(128) + allocated(24);
    private static final int INPUT = 104;
    private static final int OUTPUT = 48;
    /** The place of an input in the map of what is spent. */
    private static final long SPENT = allocated(48);
    private static final int WITNESS_ITEM = 24;
    /** Shorter scripts need no memory of their own. */
    private static final int INLINE_SCRIPT = 36;

    private MemoryUse() {}

    /** Without links to relatives. */
    static long of(Transaction tx) {
        long use = ENTRY + TRANSACTION + allocated((long) INPUT * tx.inputs().size())
                + allocated((long) OUTPUT * tx.outputs().size()) + SPENT * tx.inputs().size();
        for (TxIn input : tx.inputs()) {
            use += script(input.scriptSig()) + allocated((long) WITNESS_ITEM * input.witness().size());
            for (Bytes item : input.witness())
                use += allocated(item.length());
        }
        for (TxOut output : tx.outputs())
            use += script(output.script());
        return use;
    }

    private static long script(Bytes script) {
        return script.length() > INLINE_SCRIPT ? allocated(script.length()) : 0;
    }

    /** What an allocator takes for so many bytes. */
    private static long allocated(long bytes) {
        return bytes == 0 ? 0 : (bytes + 31) / 16 * 16;
    }
}
