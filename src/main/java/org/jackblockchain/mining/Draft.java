package org.jackblockchain.mining;

import java.util.ArrayList;
import java.util.List;

import org.jackblockchain.consensus.WitnessCommitment;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Hash256;
import org.jackblockchain.primitives.MerkleRoot;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;

/**
 * A template with everything computed that its jobs share: the witness commitment, and the branch that leads from the
 * coinbase to the merkle root. Immutable, so all threads use one.
 */
public final class Draft implements Work {
    private static final int COINBASE_VERSION = 2;
    /** What the commitment is made with besides the witness root; the coinbase's witness shows it (BIP141). */
    private static final Bytes RESERVED = Bytes.of(new byte[WitnessCommitment.RESERVED_BYTES]);

    private final BlockTemplate template;
    private final List<TxOut> outputs;
    private final TxOut commitment;
    private final List<byte[]> merkleBranch;

    private Draft(BlockTemplate template, List<TxOut> outputs, TxOut commitment, List<byte[]> merkleBranch) {
        this.template = template;
        this.outputs = outputs;
        this.commitment = commitment;
        this.merkleBranch = merkleBranch;
    }

    /** @throws IllegalArgumentException if the template's tag does not fit, see {@link Tag#checked} */
    public static Draft of(BlockTemplate template) {
        var reward = new TxOut(template.reward(), template.payout());
        var block = new ArrayList<Transaction>(1 + template.transactions().size());
        // The commitment leaves out the coinbase, so one without it will do.
        block.add(coinbase(template, List.of(reward), 0));
        block.addAll(template.transactions());
        var commitment = new TxOut(0, WitnessCommitment.script(block, RESERVED));
        var others = template.transactions().stream().map(transaction -> wire(transaction.txid())).toList();
        List<TxOut> outputs = template.segwit() ? List.of(reward, commitment) : List.of(reward);
        return new Draft(template, outputs, commitment, MerkleBranch.ofFirst(others));
    }

    public BlockTemplate template() {
        return template;
    }

    @Override
    public long minTime() {
        return template.minTime();
    }

    @Override
    public int height() {
        return template.height();
    }

    @Override
    public boolean endsWithHit() {
        return true;
    }

    /** A block on the same parent wins as well as one of this very template. */
    @Override
    public boolean welcomes(Job found) {
        return found instanceof BlockJob(_, var header, _) && header.previous().equals(template.parent().hash());
    }

    /**
     * The same block with other words of the miner's; costs nothing that grows with the block.
     *
     * @throws IllegalArgumentException if the tag does not fit, see {@link Tag#checked}
     */
    public Draft withTag(String tag) {
        var tagged = new BlockTemplate(template.parent(), template.version(), template.bits(), template.target(),
                template.minTime(), template.payout(), Tag.checked(tag), template.reward(), template.transactions(),
                template.costs(), template.segwit());
        return new Draft(tagged, outputs, commitment, merkleBranch);
    }

    /** The coinbase of all jobs, around their extra nonces. */
    public SplitCoinbase splitCoinbase() {
        return SplitCoinbase.of(coinbase(template, outputs, 0));
    }

    /** The hashes, in wire order, that a coinbase's is hashed with one after the other to make the merkle root. */
    public List<Bytes> merkleBranch() {
        return merkleBranch.stream().map(Bytes::of).toList();
    }

    /** @param time seconds since 1970; at least the template's {@link BlockTemplate#minTime} */
    @Override
    public BlockJob job(long extraNonce, long time) {
        return job(coinbase(template, outputs, extraNonce), time);
    }

    /**
     * A job with the coinbase that Core makes for blocks at once: no tag, no extra nonce, and a commitment also before
     * there can be witnesses. Two of one template and time are the same.
     */
    public BlockJob bareJob(long time) {
        return job(coinbase(template, List.of(outputs.getFirst(), commitment), CoinbaseScript.bare(template.height())),
                time);
    }

    private BlockJob job(Transaction coinbase, long time) {
        if (time < template.minTime())
            throw new IllegalArgumentException("time " + time + " is before " + template.minTime());
        byte[] root = MerkleBranch.root(wire(coinbase.txid()), merkleBranch);
        var header = new BlockHeader(template.version(), template.parent().hash(), MerkleRoot.fromWire(root, 0), time,
                template.bits(), 0);
        return new BlockJob(template, header, coinbase);
    }

    private static Transaction coinbase(BlockTemplate template, List<TxOut> outputs, long extraNonce) {
        return coinbase(template, outputs, CoinbaseScript.of(template.height(), template.tag(), extraNonce));
    }

    private static Transaction coinbase(BlockTemplate template, List<TxOut> outputs, Bytes script) {
        List<Bytes> witness = template.segwit() ? List.of(RESERVED) : List.of();
        var input = new TxIn(OutPoint.COINBASE, script, TxIn.FINAL, witness);
        return new Transaction(COINBASE_VERSION, List.of(input), outputs, 0);
    }

    private static byte[] wire(Hash256 hash) {
        return new ByteWriter(32).hash(hash).toArray();
    }
}
