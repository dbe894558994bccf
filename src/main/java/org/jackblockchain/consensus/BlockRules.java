package org.jackblockchain.consensus;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import org.jackblockchain.consensus.script.Scripts;
import org.jackblockchain.consensus.script.Sigops;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Transaction;

/**
 * Where a block's body is judged: everything that can be said without the coins it spends, in Core's order. The rules
 * that come first protect the header from being condemned for a body that somebody swapped.
 */
public final class BlockRules {
    /** The most weight a block may have (BIP141). */
    public static final int MAX_WEIGHT = 4_000_000;
    /** The most that signature operations may cost in one block (BIP141). */
    public static final int MAX_SIGOPS_COST = 80_000;
    /** How much heavier a byte outside of witnesses is. */
    public static final int WITNESS_SCALE = 4;

    private BlockRules() {}

    /** The first rule that the block breaks as a child of {@code parent}, or empty if it keeps them all. */
    public static Optional<BlockFault> firstFault(Block block, PlacedHeader parent, ChainParams params) {
        return ownFault(block)
                .or(() -> finalityFault(block, parent, params))
                .or(() -> heightFault(block, parent.height() + 1, params))
                .or(() -> witnessFault(block, parent.height() + 1, params))
                .or(() -> weightFault(block));
    }

    /** The same for a block that keeps {@link #ownFault} and {@link #witnessFault}. */
    public static Optional<BlockFault> placeFault(Block block, PlacedHeader parent, ChainParams params) {
        return finalityFault(block, parent, params)
                .or(() -> heightFault(block, parent.height() + 1, params))
                .or(() -> weightFault(block));
    }

    /** The first rule that the block breaks whatever it stands on, or empty if it keeps them all. */
    public static Optional<BlockFault> ownFault(Block block) {
        return bodyFault(block)
                .or(() -> lengthFault(block))
                .or(() -> coinbasePlaceFault(block))
                .or(() -> transactionFault(block))
                .or(() -> sigopsFault(block));
    }

    /** Why these are not the transactions that the header commits to, whatever else is right or wrong with them. */
    public static Optional<BlockFault> bodyFault(Block block) {
        var computed = Merkle.compute(block.transactions().stream().map(Transaction::txid).toList());
        if (!computed.root().equals(block.header().merkleRoot())) {
            return Optional.of(new BlockFault.WrongMerkleRoot(block.header().merkleRoot(), computed.root()));
        }
        return computed.mutated() ? Optional.of(new BlockFault.DuplicateTransactions()) : Optional.empty();
    }

    private static Optional<BlockFault> lengthFault(Block block) {
        int count = block.transactions().size();
        int size = block.strippedSize();
        boolean fits = count > 0 && (long) count * WITNESS_SCALE <= MAX_WEIGHT
                && (long) size * WITNESS_SCALE <= MAX_WEIGHT;
        return fits ? Optional.empty() : Optional.of(new BlockFault.WrongLength(count, size));
    }

    private static Optional<BlockFault> coinbasePlaceFault(Block block) {
        List<Transaction> transactions = block.transactions();
        if (!transactions.getFirst().isCoinbase())
            return Optional.of(new BlockFault.NoCoinbase());
        for (int i = 1; i < transactions.size(); i++) {
            if (transactions.get(i).isCoinbase())
                return Optional.of(new BlockFault.SecondCoinbase(i));
        }
        return Optional.empty();
    }

    private static Optional<BlockFault> transactionFault(Block block) {
        for (Transaction tx : block.transactions()) {
            Optional<TransactionFault> fault = TransactionRules.firstFault(tx);
            if (fault.isPresent())
                return Optional.of(new BlockFault.BadTransaction(tx.txid(), fault.get()));
        }
        return Optional.empty();
    }

    private static Optional<BlockFault> sigopsFault(Block block) {
        long cost = 0;
        for (Transaction tx : block.transactions())
            cost += (long) WITNESS_SCALE * Sigops.legacy(tx);
        return cost > MAX_SIGOPS_COST
                ? Optional.of(new BlockFault.TooManyLegacySigops(cost, MAX_SIGOPS_COST))
                : Optional.empty();
    }

    private static Optional<BlockFault> finalityFault(Block block, PlacedHeader parent, ChainParams params) {
        int height = parent.height() + 1;
        long cutoff = height >= params.activations().csv() ? MedianTime.past(parent) : block.header().time();
        for (Transaction tx : block.transactions()) {
            if (!TransactionRules.isFinal(tx, height, cutoff))
                return Optional.of(new BlockFault.NotFinal(tx.txid()));
        }
        return Optional.empty();
    }

    private static Optional<BlockFault> heightFault(Block block, int height, ChainParams params) {
        if (height < params.activations().bip34())
            return Optional.empty();
        Bytes required = Scripts.pushNumber(height);
        Bytes script = block.transactions().getFirst().inputs().getFirst().scriptSig();
        boolean stated = script.length() >= required.length() && script.slice(0, required.length()).equals(required);
        return stated ? Optional.empty() : Optional.of(new BlockFault.WrongHeight(height));
    }

    /** Why these are not the witnesses that a block of this height commits to; its transactions are those. */
    public static Optional<BlockFault> witnessFault(Block block, int height, ChainParams params) {
        boolean segwit = height >= params.activations().segwit();
        Transaction coinbase = block.transactions().getFirst();
        OptionalInt commitment = segwit ? WitnessCommitment.outputIndex(coinbase) : OptionalInt.empty();
        if (commitment.isEmpty()) {
            boolean witness = block.transactions().stream().anyMatch(Transaction::hasWitness);
            return witness ? Optional.of(new BlockFault.UnexpectedWitness()) : Optional.empty();
        }
        List<Bytes> stack = coinbase.inputs().getFirst().witness();
        if (stack.size() != 1 || stack.getFirst().length() != WitnessCommitment.RESERVED_BYTES) {
            return Optional.of(new BlockFault.WitnessNonceSize());
        }
        Bytes script = coinbase.outputs().get(commitment.getAsInt()).script();
        return WitnessCommitment.commitsTo(script, block.transactions(), stack.getFirst())
                ? Optional.empty()
                : Optional.of(new BlockFault.WrongWitnessCommitment());
    }

    private static Optional<BlockFault> weightFault(Block block) {
        int weight = block.weight();
        return weight > MAX_WEIGHT ? Optional.of(new BlockFault.TooHeavy(weight, MAX_WEIGHT)) : Optional.empty();
    }
}
