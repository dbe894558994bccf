package org.jackblockchain.mempool;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.Chain;
import org.jackblockchain.chain.ChainChange;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.consensus.SequenceLocks;
import org.jackblockchain.consensus.script.SignatureCache;
import org.jackblockchain.mempool.fees.FeeEstimator;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.Txid;
import org.jackblockchain.primitives.Wtxid;

/**
 * Transactions that wait for a block. What comes in could stand in the next block together with what it descends from.
 *
 * <p>Not thread-safe; {@link #snapshot} is for other threads. {@link #onChainChange} has to follow each move of the
 * chain before anything else is asked.
 */
public final class Mempool {
    /** Transactions of disconnected blocks that are held for the way back, in bytes; the last mined go first. */
    static final long MAX_RETURNING_BYTES = 20_000_000;
    /** So many blocks that the operator declares invalid give their transactions back. */
    static final int MAX_INVALIDATED_BLOCKS = 10;

    private final Chain chain;
    private final Pool pool;
    private final Acceptor acceptor;
    private boolean loaded = true;

    /** @param fees learns from what this pool sees */
    public Mempool(Policy policy, Chain chain, SignatureCache signatures, FeeEstimator fees) {
        this.chain = chain;
        this.pool = new Pool(policy, fees);
        this.acceptor = new Acceptor(pool, chain, signatures);
    }

    // --- Looking -----------------------------------------------------------------------------------------------

    public Policy policy() {
        return pool.policy();
    }

    public boolean contains(Wtxid wtxid) {
        return pool.graph().has(wtxid);
    }

    public boolean contains(Txid txid) {
        return pool.graph().has(txid);
    }

    public Optional<MempoolEntry> get(Wtxid wtxid) {
        return pool.graph().find(wtxid);
    }

    public Optional<MempoolEntry> byTxid(Txid txid) {
        return pool.graph().find(txid);
    }

    /** The transaction of the pool that spends an output. */
    public Optional<Txid> spender(OutPoint output) {
        return pool.graph().spender(output);
    }

    /** An output of the pool or of the chain, whether or not the pool spends it. */
    public Optional<Coin> coin(OutPoint place) {
        return acceptor.judge().coin(place);
    }

    /** Whether the chain has it, as far as unspent outputs tell. */
    public boolean isMined(Transaction tx) {
        return acceptor.judge().isMined(tx);
    }

    public int size() {
        return pool.graph().size();
    }

    /** By fee rate with ancestors, the best first; does not change while it is read as long as the pool does not. */
    public Iterable<MempoolEntry> entries() {
        return pool.graph().byAncestors();
    }

    /** As {@link #entries}, as a list that stays as it is. */
    public List<MempoolEntry> snapshotEntries() {
        return List.copyOf(pool.graph().byAncestors());
    }

    /** The entry and what it descends from, in an order in which a block can hold them. */
    public List<MempoolEntry> withAncestors(MempoolEntry entry) {
        return pool.graph().withAncestors(List.of(entry.txid())).stream().map(pool.graph()::get)
                .sorted(Scores.BY_DEPTH).toList();
    }

    /** What a newcomer has to pay at least because the pool is full, or was not long ago: for {@code feefilter}. */
    public FeeRate rollingMinimum(Instant now) {
        return pool.minimum(now);
    }

    /** What it learned of fees. */
    public FeeEstimator fees() {
        return pool.fees();
    }

    /** The number of the next change; entries that came before have smaller ones. */
    public long sequence() {
        return pool.sequence();
    }

    /** Our own that no peer asked for yet. */
    public Set<Txid> unbroadcast() {
        var all = new LinkedHashSet<Txid>();
        pool.unbroadcast().forEach((txid, _) -> all.add(txid));
        return all;
    }

    public boolean hasUnbroadcast() {
        return pool.unbroadcast().size() > 0;
    }

    public boolean isUnbroadcast(Txid txid) {
        return pool.unbroadcast().has(txid);
    }

    public MempoolSnapshot snapshot(Instant now) {
        return new MempoolSnapshot(pool, pool.minimum(now), loaded);
    }

    /** Our own that left since this was last asked, before any peer wanted them. */
    public List<Txid> takeNeverAsked() {
        return pool.takeNeverAsked();
    }

    /** What changed since this was last asked, in order. */
    public List<MempoolChange> takeChanges() {
        return pool.takeChanges();
    }

    // --- Letting in --------------------------------------------------------------------------------------------

    public Acceptance accept(Transaction tx, Instant now) {
        return acceptor.accept(tx, Terms.SINGLE, now);
    }

    /** Takes one that waited before the node stopped, and came at that time. */
    public Acceptance restore(Transaction tx, Instant came, Instant now) {
        return acceptor.accept(tx, Terms.SINGLE, now, came);
    }

    /** What {@link #accept} would say, without letting it in. */
    public Acceptance tryOne(Transaction tx, Instant now) {
        return acceptor.accept(tx, Terms.SINGLE_TRIED, now);
    }

    /** Whether all of these could come in, each on those before it; none does. */
    public PackageAcceptance tryTogether(List<Transaction> transactions, Instant now) {
        return acceptor.acceptTogether(transactions, Terms.PACKAGE_TRIED, now);
    }

    /**
     * Lets in a child, which comes last, and its parents: the child's fee may pay for them.
     *
     * @param maximumRate no transaction may pay more
     */
    public PackageAcceptance acceptPackage(List<Transaction> transactions, Optional<FeeRate> maximumRate,
            Instant now) {
        return acceptor.acceptPackage(transactions, maximumRate, now);
    }

    /** Until this is called with true, {@link MempoolSnapshot#loaded} is false. */
    public void loaded(boolean value) {
        loaded = value;
    }

    /** It is our own: to be announced again until a peer asks for it. */
    public void markUnbroadcast(Txid txid) {
        pool.markUnbroadcast(txid);
    }

    /** A peer asked for it. */
    public void markBroadcast(Txid txid) {
        pool.markBroadcast(txid);
    }

    /** Adds to what the choice for a block counts as a transaction's fee, whether it is here yet or not. */
    public void prioritise(Txid txid, long delta) {
        pool.prioritise(txid, delta);
    }

    // --- Following the chain -----------------------------------------------------------------------------------

    public void onChainChange(ChainChange change, Instant now) {
        follow(change, Terms.RETURNED, Integer.MAX_VALUE, now);
    }

    /** As above, where the operator took the blocks away: of many, only the last give their transactions back. */
    public void onInvalidated(ChainChange change, Instant now) {
        follow(change, Terms.INVALIDATED, MAX_INVALIDATED_BLOCKS, now);
    }

    private void follow(ChainChange change, Terms terms, int returningBlocks, Instant now) {
        Deque<Transaction> returning = returning(change.disconnected());
        var lost = new LinkedHashSet<Txid>();
        change.disconnected().stream().skip(returningBlocks)
                .forEach(block -> body(block).forEach(tx -> lost.add(tx.txid())));
        for (BlockEntry block : change.connected()) {
            List<Transaction> mined = size() == 0 && returning.isEmpty() && pool.deltas().size() == 0
                    ? List.of()
                    : body(block);
            pool.onBlock(mined, block.height(), now);
            if (!returning.isEmpty()) {
                var ids = new LinkedHashSet<Txid>();
                mined.forEach(tx -> ids.add(tx.txid()));
                returning.removeIf(tx -> ids.contains(tx.txid()));
            }
        }
        if (!change.disconnected().isEmpty())
            takeBack(returning, terms, lost, now);
    }

    private List<Transaction> body(BlockEntry block) {
        return chain.block(block.hash())
                .orElseThrow(() -> new IllegalStateException("the body of " + block + " is not in the store"))
                .transactions();
    }

    /** The transactions of blocks, in the order in which they were mined. */
    private Deque<Transaction> returning(List<BlockEntry> blocks) {
        var returning = new ArrayDeque<Transaction>();
        long bytes = 0;
        for (BlockEntry block : blocks) {
            List<Transaction> body = body(block);
            for (int i = body.size() - 1; i >= 0; i--) {
                returning.addFirst(body.get(i));
                bytes += body.get(i).size();
            }
            while (bytes > MAX_RETURNING_BYTES) {
                Transaction last = returning.removeLast();
                bytes -= last.size();
                pool.removeRecursively(last, MempoolChange.Reason.REORG);
            }
        }
        return returning;
    }

    private void takeBack(Iterable<Transaction> returning, Terms terms, Set<Txid> lost, Instant now) {
        var back = new ArrayList<Txid>();
        for (Transaction tx : returning) {
            boolean in = !tx.isCoinbase() && !lost.contains(tx.txid())
                    && acceptor.accept(tx, terms, now) instanceof Acceptance.Accepted;
            if (in)
                back.add(tx.txid());
            else
                pool.removeRecursively(tx, MempoolChange.Reason.REORG);
        }
        pool.adopt(back);
        var unfit = new LinkedHashSet<Txid>();
        pool.graph().entries().forEach((txid, entry) -> {
            if (!isFit(entry))
                unfit.add(txid);
        });
        pool.removeWithDescendants(unfit, MempoolChange.Reason.REORG);
        pool.limit(now);
    }

    /** Whether the next block may hold it: its locks are open, and what it spends is there and mature. */
    private boolean isFit(MempoolEntry entry) {
        Transaction tx = entry.transaction();
        if (!acceptor.judge().isFinal(tx))
            return false;
        var spent = new ArrayList<Coin>();
        int height = chain.tip().height() + 1;
        for (TxIn input : tx.inputs()) {
            Optional<Coin> coin = coin(input.previous());
            boolean mature = coin.isPresent()
                    && (!coin.get().coinbase() || height - coin.get().height() >= chain.params().coinbaseMaturity());
            if (!mature)
                return false;
            spent.add(coin.get());
        }
        return SequenceLocks.of(tx, spent, chain.tip()).areOpenOn(chain.tip());
    }
}
