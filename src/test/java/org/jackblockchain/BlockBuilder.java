package org.jackblockchain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.MedianTime;
import org.jackblockchain.consensus.Merkle;
import org.jackblockchain.consensus.PlacedHeader;
import org.jackblockchain.consensus.WitnessCommitment;
import org.jackblockchain.consensus.script.Scripts;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.CompactTarget;
import org.jackblockchain.primitives.MerkleRoot;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;

/** Builds blocks for tests: valid as they come, and wrong in exactly the way a test asks for. */
public final class BlockBuilder {
    public static final Bytes RESERVED = Bytes.of(new byte[32]);
    /** OP_TRUE. */
    public static final Bytes ANYONE = Bytes.ofHex("51");

    private final PlacedHeader parent;
    private int version = 0x2000_0000;
    private long time;
    private CompactTarget bits;
    private Bytes script;
    private List<TxOut> outputs;
    private List<Bytes> witness = List.of(RESERVED);
    private boolean commitment = true;
    private int lockTime;
    private int sequence = TxIn.FINAL;
    private List<Transaction> others = List.of();
    private Optional<List<Transaction>> all = Optional.empty();
    private Optional<MerkleRoot> root = Optional.empty();

    private BlockBuilder(ChainParams params, PlacedHeader parent) {
        this.parent = parent;
        this.time = Math.max(MedianTime.past(parent) + 1, parent.header().time() + 1);
        this.bits = params.nextBits(parent);
        this.script = script(parent.height() + 1, 0);
        this.outputs = List.of(new TxOut(params.subsidy().at(parent.height() + 1), ANYONE));
    }

    public static BlockBuilder on(ChainParams params, PlacedHeader parent) {
        return new BlockBuilder(params, parent);
    }

    /** The height, and a number that makes one block different from another. */
    public static Bytes script(int height, long salt) {
        Bytes number = new ByteWriter().i64(salt).toBytes();
        return new ByteWriter().bytes(Scripts.pushNumber(height)).bytes(Scripts.pushData(number)).toBytes();
    }

    public BlockBuilder salt(long salt) {
        return script(script(parent.height() + 1, salt));
    }

    public BlockBuilder version(int value) {
        version = value;
        return this;
    }

    public BlockBuilder time(long value) {
        time = value;
        return this;
    }

    public BlockBuilder bits(CompactTarget value) {
        bits = value;
        return this;
    }

    public BlockBuilder script(Bytes value) {
        script = value;
        return this;
    }

    public BlockBuilder outputs(TxOut... values) {
        outputs = List.of(values);
        return this;
    }

    public BlockBuilder reward(long value) {
        return outputs(new TxOut(value, ANYONE));
    }

    public BlockBuilder witness(Bytes... items) {
        witness = List.of(items);
        return this;
    }

    public BlockBuilder noCommitment() {
        commitment = false;
        return this;
    }

    public BlockBuilder lock(int time, int inputSequence) {
        lockTime = time;
        sequence = inputSequence;
        return this;
    }

    public BlockBuilder with(Transaction... transactions) {
        others = List.of(transactions);
        return this;
    }

    /** Exactly these, without a coinbase of ours. */
    public BlockBuilder only(Transaction... transactions) {
        all = Optional.of(List.of(transactions));
        return this;
    }

    public BlockBuilder root(MerkleRoot value) {
        root = Optional.of(value);
        return this;
    }

    public Transaction coinbase() {
        var bare = coinbase(outputs);
        if (!commitment)
            return bare;
        var transactions = new ArrayList<Transaction>(List.of(bare));
        transactions.addAll(others);
        var all = new ArrayList<>(outputs);
        all.add(new TxOut(0, WitnessCommitment.script(transactions, RESERVED)));
        return coinbase(all);
    }

    private Transaction coinbase(List<TxOut> outs) {
        var input = new TxIn(OutPoint.COINBASE, script, sequence, witness);
        return new Transaction(2, List.of(input), outs, lockTime);
    }

    /** Without proof of work. */
    public Block unproven() {
        var transactions = all.orElseGet(() -> {
            var ours = new ArrayList<Transaction>(List.of(coinbase()));
            ours.addAll(others);
            return ours;
        });
        MerkleRoot stated = root
                .orElseGet(() -> Merkle.root(transactions.stream().map(Transaction::txid).toList()));
        var header = new BlockHeader(version, parent.header().hash(), stated, time, bits, 0);
        return new Block(header, transactions);
    }

    /** With a nonce that meets the bits. */
    public Block mined() {
        return mine(unproven(), true);
    }

    /** With a nonce that does not. */
    public Block missed() {
        return mine(unproven(), false);
    }

    private static Block mine(Block block, boolean meets) {
        var target = block.header().bits().target().orElseThrow();
        BlockHeader header = block.header();
        while (target.isMetBy(header.hash()) != meets)
            header = header.withNonce(header.nonce() + 1);
        return new Block(header, block.transactions());
    }
}
