package org.jackblockchain.node;

import java.time.Instant;
import java.util.Optional;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.Chain;
import org.jackblockchain.chain.ChainChange;
import org.jackblockchain.chain.InvalidBlock;
import org.jackblockchain.chain.Placement;
import org.jackblockchain.consensus.Fault;
import org.jackblockchain.consensus.WitnessCommitment;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.BlockHeader;

/** The words for what becomes of blocks and headers that somebody hands in and waits for (BIP22, BIP23). */
final class Desk {
    private static final Outcome DUPLICATE = new Outcome.Refused("duplicate");
    private static final Outcome DUPLICATE_INVALID = new Outcome.Refused("duplicate-invalid");
    private static final Outcome DUPLICATE_INCONCLUSIVE = new Outcome.Refused("duplicate-inconclusive");
    private static final Outcome NOT_ON_THE_TIP = new Outcome.Refused("inconclusive-not-best-prevblk");
    private static final Outcome INCONCLUSIVE = new Outcome.Refused("inconclusive");
    private static final Outcome NO_PARENT = new Outcome.Refused("prev-blk-not-found");

    private final Chain chain;

    Desk(Chain chain) {
        this.chain = chain;
    }

    /** Miners that know nothing of witnesses leave out what the commitment in their coinbase was made with. */
    Block completed(Block block) {
        boolean segwit = chain.find(block.header().previous())
                .filter(parent -> parent.height() + 1 >= chain.params().activations().segwit()).isPresent();
        return segwit ? WitnessCommitment.withReserved(block) : block;
    }

    /** What can be said before the chain moves. */
    static Outcome of(Placement placement) {
        return switch (placement) {
            case Placement.Placed(BlockEntry entry, boolean isNew) -> isNew ? new Outcome.Connected(entry) : DUPLICATE;
            case Placement.ParentUnknown _ -> NO_PARENT;
            case Placement.Refused(Fault fault) -> new Outcome.Refused(fault.code());
        };
    }

    /** What is true once it has moved: a block is judged to the end when it is its turn, which may be never. */
    Outcome settled(Outcome before, Optional<ChainChange> change) {
        if (!(before instanceof Outcome.Connected(BlockEntry block)))
            return before;
        Optional<InvalidBlock> refused = change.stream().flatMap(made -> made.refused().stream())
                .filter(invalid -> invalid.block() == block).findFirst();
        if (refused.isPresent())
            return new Outcome.Refused(refused.get().fault().code());
        return chain.wasConnected(block) ? before : INCONCLUSIVE;
    }

    Outcome judge(Block block, Instant now) {
        Optional<BlockEntry> known = chain.find(block.hash());
        if (known.isPresent())
            return chain.wasConnected(known.get())
                    ? DUPLICATE
                    : chain.isInvalid(known.get()) ? DUPLICATE_INVALID : DUPLICATE_INCONCLUSIVE;
        if (!block.header().previous().equals(chain.tip().hash()))
            return NOT_ON_THE_TIP;
        return chain.trial(block, now).<Outcome>map(fault -> new Outcome.Refused(fault.code()))
                .orElseGet(Outcome.Done::new);
    }

    Outcome header(BlockHeader header, Instant now) {
        return switch (chain.placeHeader(header, now)) {
            case Placement.Placed _ -> new Outcome.Done();
            case Placement.ParentUnknown(BlockHash parent) -> new Outcome.ParentUnknown(parent);
            case Placement.Refused(Fault fault) -> new Outcome.Refused(fault.code());
        };
    }
}
