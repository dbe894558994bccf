package org.jackblockchain.node;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.mempool.Acceptance;
import org.jackblockchain.mempool.PackageAcceptance;
import org.jackblockchain.mempool.fees.FeeHorizon;
import org.jackblockchain.mempool.fees.RawFee;
import org.jackblockchain.mempool.fees.SmartFee;
import org.jackblockchain.mining.BlockTemplate;
import org.jackblockchain.peer.KnownAddress;
import org.jackblockchain.peer.OperatorView;
import org.jackblockchain.peer.WaitingOrphan;
import org.jackblockchain.primitives.BlockHash;

/** What became of a {@link Request}. */
public sealed interface Outcome {
    record Done() implements Outcome {}

    /** The block was new, and every rule was judged: it is in the active chain, or was until a better one came. */
    record Connected(BlockEntry block) implements Outcome {}

    /**
     * It was not taken, or not yet.
     *
     * @param code the reason in the words of BIP22, such as {@code high-hash}, {@code duplicate}, {@code inconclusive}
     */
    record Refused(String code) implements Outcome {}

    /** A header's parent is not known. */
    record ParentUnknown(BlockHash parent) implements Outcome {}

    /** There is no such block or peer. */
    record NotFound() implements Outcome {}

    /** The peer is asked for already. */
    record AlreadyThere() implements Outcome {}

    /** The transaction is in the chain. */
    record AlreadyMined() implements Outcome {}

    /** The transaction pays more than its sender wants. */
    record TooDear() implements Outcome {}

    /** What became of one transaction; another that has its txid may be in the pool. */
    record OfTransaction(Acceptance acceptance) implements Outcome {}

    record OfPackage(PackageAcceptance acceptance) implements Outcome {}

    /**
     * Of transactions that had waited.
     *
     * @param taken into the pool
     * @param refused by it
     * @param expired before
     * @param present in it already
     */
    record Restored(int taken, int refused, int expired, int present) implements Outcome {
        public static final Restored NOTHING = new Restored(0, 0, 0, 0);

        public Restored and(Restored other) {
            return new Restored(taken + other.taken, refused + other.refused, expired + other.expired,
                    present + other.present);
        }
    }

    /** @param coins in the order in which they were asked for; one of the pool has the height after the tip */
    record Coins(List<Optional<Coin>> coins, BlockEntry tip) implements Outcome {
        public Coins {
            coins = List.copyOf(coins);
        }
    }

    record Orphans(List<WaitingOrphan> orphans) implements Outcome {
        public Orphans {
            orphans = List.copyOf(orphans);
        }
    }

    record Template(BlockTemplate template) implements Outcome {}

    record Fee(SmartFee fee) implements Outcome {}

    record RawFees(Map<FeeHorizon, RawFee> fees) implements Outcome {
        public RawFees {
            fees = Map.copyOf(fees);
        }
    }

    record Network(OperatorView view) implements Outcome {}

    record Addresses(List<KnownAddress> addresses) implements Outcome {
        public Addresses {
            addresses = List.copyOf(addresses);
        }
    }
}
