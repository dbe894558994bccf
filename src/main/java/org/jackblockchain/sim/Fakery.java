package org.jackblockchain.sim;

import java.util.ArrayList;
import java.util.List;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.MedianTime;
import org.jackblockchain.consensus.Merkle;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.CompactTarget;
import org.jackblockchain.primitives.MerkleRoot;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Target;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;

/** The ways in which a block can be wrong. All but one have the work that they state. */
enum Fakery {
    WITHOUT_WORK,
    EASIER_THAN_REQUIRED,
    HARDER_THAN_REQUIRED,
    OF_NO_TARGET,
    TOO_OLD,
    FROM_THE_FUTURE,
    OBSOLETE_VERSION,
    WRONG_MERKLE_ROOT,
    SWAPPED_BODY,
    STRIPPED_BODY,
    WRONG_HEIGHT,
    TOO_HIGH_REWARD,
    WRONG_COMMITMENT,
    NO_TRANSACTIONS,
    NO_COINBASE,
    TWO_COINBASES,
    SPENDS_NOTHING,
    LONG_COINBASE,
    UNKNOWN_PARENT,
    SAME_TRANSACTION_TWICE;

    private static final CompactTarget EASIEST = CompactTarget.of("207fffff");
    private static final CompactTarget EASIER_THAN_ALLOWED = CompactTarget.of("2100ffff");
    /** As a coinbase says height one thousand. */
    private static final Bytes OTHER_HEIGHT = Bytes.ofHex("02e80351");
    private static final Bytes ANYONE = Bytes.ofHex("51");

    /** Whether time, or another body, could make a block of this hash a good one. */
    boolean mayHeal() {
        return switch (this) {
            case FROM_THE_FUTURE, SWAPPED_BODY, STRIPPED_BODY, UNKNOWN_PARENT, SAME_TRANSACTION_TWICE -> true;
            default -> false;
        };
    }

    /** @param good a block that would be valid on {@code parent} */
    Block make(Block good, BlockEntry parent, ChainParams params, long now) {
        BlockHeader header = good.header();
        List<Transaction> body = good.transactions();
        Transaction coinbase = body.getFirst();
        return switch (this) {
            case WITHOUT_WORK -> withoutWork(good);
            case EASIER_THAN_REQUIRED -> worked(header, body, easier(header.bits()), header.time(), header.version());
            case HARDER_THAN_REQUIRED -> worked(header, body, harder(header.bits()), header.time(), header.version());
            case OF_NO_TARGET -> new Block(with(header, new CompactTarget(0x0480_0001), header.time(), 4), body);
            case TOO_OLD -> worked(header, body, header.bits(), MedianTime.past(parent), header.version());
            case FROM_THE_FUTURE -> worked(header, body, header.bits(),
                    now + 60 + params.maxClockDrift().toSeconds(), header.version());
            case OBSOLETE_VERSION -> worked(header, body, header.bits(), header.time(), 3);
            case WRONG_MERKLE_ROOT -> Forge.worked(with(header, new MerkleRoot(1, 2, 3, 4)), body);
            case SWAPPED_BODY -> new Block(header, List.of(paying(coinbase, 1)));
            case STRIPPED_BODY -> good.stripped();
            case WRONG_HEIGHT -> of(header, List.of(saying(coinbase, OTHER_HEIGHT)));
            case TOO_HIGH_REWARD -> of(header, List.of(paying(coinbase, coinbase.outputs().getFirst().value() + 1)));
            case WRONG_COMMITMENT -> of(header, List.of(committingToNothing(coinbase)));
            case NO_TRANSACTIONS -> of(header, List.of());
            case NO_COINBASE -> of(header, List.of(spending(coinbase)));
            case TWO_COINBASES -> of(header, List.of(coinbase, paying(coinbase, 1)));
            case SPENDS_NOTHING -> of(header, List.of(coinbase, spending(coinbase).stripped()));
            case LONG_COINBASE -> of(header, List.of(saying(coinbase, longScript(coinbase))));
            case UNKNOWN_PARENT -> Forge.worked(on(header, new BlockHash(1, 2, 3, now)), body);
            case SAME_TRANSACTION_TWICE -> new Block(header, List.of(coinbase, coinbase));
        };
    }

    private static Block withoutWork(Block good) {
        Target target = good.header().bits().target().orElseThrow();
        BlockHeader header = good.header();
        while (target.isMetBy(header.hash()))
            header = header.withNonce(header.nonce() + 1);
        return new Block(header, good.transactions());
    }

    /** At the start of a chain the easiest target is the required one, and would be no lie. */
    private static CompactTarget easier(CompactTarget required) {
        return required.equals(EASIEST) ? EASIER_THAN_ALLOWED : EASIEST;
    }

    private static CompactTarget harder(CompactTarget bits) {
        return CompactTarget.of(Target.of(bits.target().orElseThrow().limit().shiftRight(1)));
    }

    private static Block worked(BlockHeader header, List<Transaction> body, CompactTarget bits, long time,
            int version) {
        return Forge.worked(with(header, bits, time, version), body);
    }

    private static Block of(BlockHeader header, List<Transaction> body) {
        return Forge.worked(with(header, Merkle.root(body.stream().map(Transaction::txid).toList())), body);
    }

    private static BlockHeader with(BlockHeader header, CompactTarget bits, long time, int version) {
        return new BlockHeader(version, header.previous(), header.merkleRoot(), time, bits, 0);
    }

    private static BlockHeader with(BlockHeader header, MerkleRoot root) {
        return new BlockHeader(header.version(), header.previous(), root, header.time(), header.bits(), 0);
    }

    private static BlockHeader on(BlockHeader header, BlockHash parent) {
        return new BlockHeader(header.version(), parent, header.merkleRoot(), header.time(), header.bits(), 0);
    }

    private static Transaction paying(Transaction coinbase, long value) {
        List<TxOut> outputs = new ArrayList<>(coinbase.outputs());
        outputs.set(0, new TxOut(value, ANYONE));
        return new Transaction(coinbase.version(), coinbase.inputs(), outputs, coinbase.lockTime());
    }

    private static Transaction committingToNothing(Transaction coinbase) {
        List<TxOut> outputs = new ArrayList<>(coinbase.outputs());
        outputs.set(1, new TxOut(0, Bytes.ofHex("6a24aa21a9ed" + "00".repeat(32))));
        return new Transaction(coinbase.version(), coinbase.inputs(), outputs, coinbase.lockTime());
    }

    private static Transaction saying(Transaction coinbase, Bytes script) {
        TxIn input = coinbase.inputs().getFirst();
        var other = new TxIn(input.previous(), script, input.sequence(), input.witness());
        return new Transaction(coinbase.version(), List.of(other), coinbase.outputs(), coinbase.lockTime());
    }

    private static Bytes longScript(Transaction coinbase) {
        return Bytes.ofHex(coinbase.inputs().getFirst().scriptSig().hex() + "51".repeat(100));
    }

    private static Transaction spending(Transaction coinbase) {
        TxIn input = coinbase.inputs().getFirst();
        var other = new TxIn(new OutPoint(coinbase.txid(), 7), ANYONE, input.sequence(), input.witness());
        return new Transaction(coinbase.version(), List.of(other), coinbase.outputs(), coinbase.lockTime());
    }
}
