package org.jackblockchain.mining;

import java.util.List;

import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Hash256;
import org.jackblockchain.primitives.MerkleRoot;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Sha256;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;

/**
 * A template with everything computed that its jobs share: the witness commitment, and the branch that leads from the
 * coinbase to the merkle root. Immutable, so all threads use one.
 */
public final class Draft {
    private static final int COINBASE_VERSION = 2;
    /** OP_RETURN, a push of 36 bytes, and the mark of a commitment (BIP141). */
    private static final Bytes COMMITMENT_PREFIX = Bytes.ofHex("6a24aa21a9ed");
    /** What the commitment is made with besides the witness root; the coinbase's witness shows it (BIP141). */
    private static final Bytes WITNESS_RESERVED_VALUE = Bytes.of(new byte[32]);

    private final BlockTemplate template;
    private final List<TxOut> outputs;
    private final List<byte[]> merkleBranch;

    private Draft(BlockTemplate template, List<TxOut> outputs, List<byte[]> merkleBranch) {
        this.template = template;
        this.outputs = outputs;
        this.merkleBranch = merkleBranch;
    }

    /** @throws IllegalArgumentException if the template's tag does not fit, see {@link Tag#checked} */
    public static Draft of(BlockTemplate template) {
        Tag.checked(template.tag());
        var wtxids = template.transactions().stream().map(transaction -> wire(transaction.wtxid())).toList();
        var txids = template.transactions().stream().map(transaction -> wire(transaction.txid())).toList();
        byte[] witnessRoot = MerkleBranch.root(new byte[32], MerkleBranch.ofFirst(wtxids));
        var outputs = List.of(new TxOut(template.reward(), template.payout()), new TxOut(0, commitment(witnessRoot)));
        return new Draft(template, outputs, MerkleBranch.ofFirst(txids));
    }

    public BlockTemplate template() {
        return template;
    }

    /** @param time seconds since 1970; at least the template's {@link BlockTemplate#minTime} */
    public Job job(long extraNonce, long time) {
        if (time < template.minTime())
            throw new IllegalArgumentException("time " + time + " is before " + template.minTime());
        Transaction coinbase = coinbase(extraNonce);
        byte[] root = MerkleBranch.root(wire(coinbase.txid()), merkleBranch);
        var header = new BlockHeader(template.version(), template.parent().hash(), MerkleRoot.fromWire(root, 0), time,
                template.bits(), 0);
        return new Job(template, header, coinbase);
    }

    private Transaction coinbase(long extraNonce) {
        Bytes script = CoinbaseScript.of(template.height(), template.tag(), extraNonce);
        var input = new TxIn(OutPoint.COINBASE, script, TxIn.FINAL, List.of(WITNESS_RESERVED_VALUE));
        return new Transaction(COINBASE_VERSION, List.of(input), outputs, 0);
    }

    private static Bytes commitment(byte[] witnessRoot) {
        byte[] hash = Sha256.twice(new ByteWriter().array(witnessRoot).bytes(WITNESS_RESERVED_VALUE).toArray());
        return new ByteWriter().bytes(COMMITMENT_PREFIX).array(hash).toBytes();
    }

    private static byte[] wire(Hash256 hash) {
        return new ByteWriter(32).hash(hash).toArray();
    }
}
