package org.jackblockchain.consensus;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

import org.jackblockchain.consensus.script.Scripts;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.CompactTarget;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Target;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;

/** The first block of a network: its words, its time, and the target that the chain starts with. */
public final class Genesis {
    /** Longest text, in bytes of UTF-8, that the coinbase script has room for. */
    public static final int MAX_TEXT_BYTES = 80;
    private static final int VERSION = 1;
    /** Nobody can spend a genesis output, and this script says so. */
    private static final Bytes OP_RETURN = Bytes.of((byte) 0x6a);

    private Genesis() {}

    /**
     * The genesis block with a known nonce.
     *
     * @throws IllegalArgumentException if the text is empty or too long
     */
    public static Block of(String text, Instant time, CompactTarget bits, long reward, int nonce) {
        Bytes words = Bytes.of(text.getBytes(StandardCharsets.UTF_8));
        if (words.length() < 1 || words.length() > MAX_TEXT_BYTES) {
            throw new IllegalArgumentException("the genesis text has 1 to " + MAX_TEXT_BYTES + " bytes, not "
                    + words.length());
        }
        var input = new TxIn(OutPoint.COINBASE, Scripts.pushData(words), TxIn.FINAL, List.of());
        var coinbase = new Transaction(1, List.of(input), List.of(new TxOut(reward, OP_RETURN)), 0);
        var root = Merkle.root(List.of(coinbase.txid()));
        var header = new BlockHeader(VERSION, BlockHash.ZERO, root, time.getEpochSecond(), bits, nonce);
        return new Block(header, List.of(coinbase));
    }

    /**
     * Searches the nonce. Takes as many hashes as the bits ask for.
     *
     * @throws IllegalArgumentException if no nonce meets the bits: another text or time may do
     */
    public static Block mine(String text, Instant time, CompactTarget bits, long reward) {
        Target target = bits.target()
                .orElseThrow(() -> new IllegalArgumentException("bits " + bits + " have no target"));
        Block block = of(text, time, bits, reward, 0);
        int nonce = 0;
        do {
            BlockHeader header = block.header().withNonce(nonce);
            if (target.isMetBy(header.hash()))
                return new Block(header, block.transactions());
        } while (++nonce != 0);
        throw new IllegalArgumentException("no nonce meets " + bits);
    }
}
