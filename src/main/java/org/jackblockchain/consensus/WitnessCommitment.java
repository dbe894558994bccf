package org.jackblockchain.consensus;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Hash256;
import org.jackblockchain.primitives.MerkleRoot;
import org.jackblockchain.primitives.Sha256;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.Wtxid;

/** How a coinbase commits to the witnesses of its block: an output that nobody can spend (BIP141). */
public final class WitnessCommitment {
    /** Length of the value in the coinbase's witness that is hashed with the root. */
    public static final int RESERVED_BYTES = 32;

    private static final Bytes NO_BYTES = Bytes.of(new byte[RESERVED_BYTES]);
    private static final Bytes PREFIX = Bytes.ofHex("6a24aa21a9ed");
    private static final int SCRIPT_BYTES = PREFIX.length() + Sha256.BYTES;

    private WitnessCommitment() {}

    /** The script of the output that commits to {@code transactions}, whose first is the coinbase. */
    public static Bytes script(List<Transaction> transactions, Bytes reserved) {
        byte[] hash = Sha256.twice(new ByteWriter().hash(root(transactions)).bytes(reserved).toArray());
        return new ByteWriter(SCRIPT_BYTES).bytes(PREFIX).array(hash).toBytes();
    }

    private static MerkleRoot root(List<Transaction> transactions) {
        var leaves = new ArrayList<Hash256>(transactions.size());
        leaves.add(Wtxid.ZERO);
        transactions.stream().skip(1).map(Transaction::wtxid).forEach(leaves::add);
        return Merkle.root(leaves);
    }

    /**
     * The block with the value in its coinbase that a commitment in it was made with, unless there is a witness
     * already: zeros, as everybody uses. For blocks of miners that know nothing of witnesses.
     */
    public static Block withReserved(Block block) {
        if (block.transactions().isEmpty())
            return block;
        Transaction coinbase = block.transactions().getFirst();
        if (!coinbase.isCoinbase() || coinbase.hasWitness() || outputIndex(coinbase).isEmpty())
            return block;
        TxIn input = coinbase.inputs().getFirst().withWitness(List.of(NO_BYTES));
        var transactions = new ArrayList<>(block.transactions());
        transactions.set(0, new Transaction(coinbase.version(), List.of(input), coinbase.outputs(),
                coinbase.lockTime()));
        return new Block(block.header(), transactions);
    }

    /** Which output of the coinbase commits: the last that looks like it. */
    static OptionalInt outputIndex(Transaction coinbase) {
        for (int i = coinbase.outputs().size() - 1; i >= 0; i--) {
            if (isCommitment(coinbase.outputs().get(i).script()))
                return OptionalInt.of(i);
        }
        return OptionalInt.empty();
    }

    private static boolean isCommitment(Bytes script) {
        return script.length() >= SCRIPT_BYTES && script.slice(0, PREFIX.length()).equals(PREFIX);
    }

    /** Whether {@code script} commits to these transactions; what follows the hash is free. */
    static boolean commitsTo(Bytes script, List<Transaction> transactions, Bytes reserved) {
        return script.slice(0, SCRIPT_BYTES).equals(script(transactions, reserved));
    }
}
