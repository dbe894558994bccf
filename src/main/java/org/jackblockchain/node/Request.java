package org.jackblockchain.node;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

import org.jackblockchain.mempool.FeeRate;
import org.jackblockchain.peer.PeerEvent;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.Txid;
import org.jackblockchain.wire.NetAddress;
import org.jackblockchain.wire.Subnet;

/** What somebody wants of a node and waits for: {@link Outcome} says what became of it. */
public sealed interface Request {
    /** Take this block, and say whether it is good. A coinbase without the value that its commitment needs gets it. */
    record Submit(Block block, String origin) implements Request {}

    /** Would this block be good on the tip, if it had its proof of work (BIP23)? Nothing is kept of it. */
    record Propose(Block block) implements Request {}

    record SubmitHeader(BlockHeader header) implements Request {}

    /** As {@link Event.Invalidate}. */
    record Invalidate(BlockHash block) implements Request {}

    /** As {@link Event.Reconsider}. */
    record Reconsider(BlockHash block) implements Request {}

    /** Treat a block as if it had come before others with the same work. */
    record Prefer(BlockHash block) implements Request {}

    /** Stay connected to this place. */
    record AddPeer(NetAddress remote) implements Request {}

    /** Do what is due by now, and show a view of it: of everything that happened before this was asked. */
    record Look() implements Request {}

    /** Something that the operator wants of the network. */
    record Tell(PeerEvent event) implements Request {}

    /** Ban these hosts. */
    record Ban(PeerEvent.Banned wish) implements Request {}

    /** Take back a ban. */
    record Unban(Subnet subnet) implements Request {}

    /** Keep this address in the book. */
    record GiveAddress(PeerEvent.AddressGiven wish) implements Request {}

    /** Ask a peer for the body of a block. */
    record FetchBlock(BlockHash block, long peer) implements Request {}

    /** Show what only the operator asks to see of the network. */
    record ShowNetwork() implements Request {}

    /** Show the transactions that wait for their parents. */
    record ShowOrphans() implements Request {}

    /** Show addresses of the book, by chance; those of one network, or of all. */
    record ShowAddresses(OptionalInt networkId, int limit) implements Request {}

    /** Do not any more. */
    record RemovePeer(NetAddress remote) implements Request {}

    /**
     * Take this transaction from the operator, and announce it to peers.
     *
     * @param maximumFee it may not pay more, in the smallest unit; empty for any fee
     */
    record SubmitTransaction(Transaction transaction, OptionalLong maximumFee) implements Request {}

    /** Would the pool take these, each built on those before it? Nothing is kept of them. */
    record TryTransactions(List<Transaction> transactions) implements Request {
        public TryTransactions {
            transactions = List.copyOf(transactions);
        }
    }

    /**
     * Take a child, which comes last, and its parents.
     *
     * @param maximumRate no transaction may pay more
     */
    record SubmitPackage(List<Transaction> transactions, Optional<FeeRate> maximumRate) implements Request {
        public SubmitPackage {
            transactions = List.copyOf(transactions);
        }
    }

    /** Count a transaction's fee as so much more, or less, when blocks are made. */
    record Prioritise(Txid transaction, long delta) implements Request {}

    /** Take back what was waiting when a node stopped, or so much of it. */
    record Restore(List<SavedTransaction> transactions) implements Request {
        public Restore {
            transactions = List.copyOf(transactions);
        }
    }

    /** Announce these again until a peer asks for them, as far as they are in the pool. */
    record RestoreUnbroadcast(List<Txid> transactions) implements Request {
        public RestoreUnbroadcast {
            transactions = List.copyOf(transactions);
        }
    }

    /** Nothing more is taken back, or it is about to begin. */
    record Restoring(boolean finished) implements Request {}

    /** Look for these outputs. */
    record FindCoins(List<OutPoint> places, boolean inPool) implements Request {
        public FindCoins {
            places = List.copyOf(places);
        }
    }

    /** Are the coins those that the last blocks leave, and do these keep all rules again? */
    record Recheck(int blocks, boolean reconnect) implements Request {}

    /** Say what to pay to be mined within so many blocks, 1 to 1,008. */
    record EstimateFee(int blocks, boolean conservative) implements Request {}

    /** Say what to pay so that this part, 0 to 1, was mined within so many blocks, by each horizon that can. */
    record EstimateRawFee(int blocks, double part) implements Request {}

    /** Make a template of what pays best now. */
    record MakeTemplate(Bytes payout) implements Request {}
}
