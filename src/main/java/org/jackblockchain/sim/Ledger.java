package org.jackblockchain.sim;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jackblockchain.consensus.BlockRules;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.consensus.PlacedHeader;
import org.jackblockchain.consensus.script.Scripts;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;
import org.jspecify.annotations.Nullable;

/**
 * What is true of each block, whatever nodes think of it: judged once, by a naive reading of the rules that shares as
 * little as possible with the chain's. Who forges a block says so here, so that no rule is needed to know it for one.
 */
public final class Ledger {
    private static final BigInteger TWO_TO_256 = BigInteger.ONE.shiftLeft(256);
    private static final int MEDIAN_OF = 11;

    /** A block in its place, all of whose ancestors are here. */
    public static final class Entry implements PlacedHeader {
        private final BlockHash hash;
        private final Block block;
        private final int height;
        private final BigInteger work;
        private final @Nullable Entry parent;
        private final Optional<String> fault;

        private Entry(BlockHash hash, Block block, int height, BigInteger work, @Nullable Entry parent,
                Optional<String> fault) {
            this.hash = hash;
            this.block = block;
            this.height = height;
            this.work = work;
            this.parent = parent;
            this.fault = fault;
        }

        public BlockHash hash() {
            return hash;
        }

        public Block block() {
            return block;
        }

        @Override
        public BlockHeader header() {
            return block.header();
        }

        @Override
        public int height() {
            return height;
        }

        /** Expected hashes from genesis to here. */
        public BigInteger work() {
            return work;
        }

        @Override
        public @Nullable Entry parent() {
            return parent;
        }

        /** Why it can be part of no chain; its own fault or an ancestor's. */
        public Optional<String> fault() {
            return fault;
        }

        /** Of this block and all below it, without coinbases. */
        int minedTransactions() {
            int count = 0;
            for (Entry at = this; at != null; at = at.parent)
                count += at.block.transactions().size() - 1;
            return count;
        }

        /** Step by step: naive on purpose. */
        boolean descendsFrom(Entry other) {
            Entry at = this;
            while (at != null && at.height > other.height)
                at = at.parent;
            return at == other;
        }

        /** Blocks of this chain that a move to {@code other} takes off. */
        int blocksOffToReach(Entry other) {
            Entry mine = this;
            Entry theirs = other;
            while (mine != theirs) {
                if (mine.height >= theirs.height)
                    mine = parentOf(mine);
                else
                    theirs = parentOf(theirs);
            }
            return height - mine.height;
        }

        private static Entry parentOf(Entry entry) {
            Entry parent = entry.parent;
            if (parent == null)
                throw new IllegalStateException("nothing below genesis");
            return parent;
        }

        @Override
        public String toString() {
            return hash.hex().substring(48) + "@" + height;
        }
    }

    private final ChainParams params;
    private final Map<BlockHash, Entry> entries = new HashMap<>();
    private final Map<BlockHash, String> lies = new HashMap<>();
    private final Entry genesis;
    private int forged;

    public Ledger(ChainParams params) {
        this.params = params;
        Block block = params.genesis();
        genesis = new Entry(block.hash(), block, 0, work(block.header()), null, Optional.empty());
        entries.put(genesis.hash, genesis);
    }

    public Entry genesis() {
        return genesis;
    }

    public Optional<Entry> find(BlockHash hash) {
        return Optional.ofNullable(entries.get(hash));
    }

    /** Somebody did the work for a block that he may show in part only. */
    void forged() {
        forged++;
    }

    /** Blocks made in this world, shown or not. */
    int made() {
        return entries.size() + forged;
    }

    /** Whoever made this block says what is wrong with it. */
    void isLie(BlockHash hash, String why) {
        lies.put(hash, why);
    }

    /**
     * Judges a block, once. A body that is not the one its header commits to is a violation: nobody should have
     * stored it.
     *
     * @return empty while its parent is not here
     */
    Optional<Entry> judge(BlockHash hash, Block block) {
        Entry known = entries.get(hash);
        if (known != null) {
            if (!known.block.equals(block))
                throw new Violation("two bodies for " + hash);
            return Optional.of(known);
        }
        Entry parent = entries.get(block.header().previous());
        if (parent == null)
            return Optional.empty();
        Optional<String> fault = parent.fault.map(why -> "stands on a block with " + why)
                .or(() -> Optional.ofNullable(lies.get(hash)))
                .or(() -> headerFault(hash, block.header(), parent))
                .or(() -> BlockRules.firstFault(block, parent, params).map(Object::toString))
                .or(() -> spendFault(block, parent));
        var entry = new Entry(hash, block, parent.height + 1, parent.work.add(work(block.header())), parent, fault);
        entries.put(hash, entry);
        return Optional.of(entry);
    }

    private Optional<String> headerFault(BlockHash hash, BlockHeader header, Entry parent) {
        if (!header.bits().equals(params.nextBits(parent)))
            return Optional.of("wrong bits");
        if (new BigInteger(hash.hex(), 16).compareTo(limit(header)) > 0)
            return Optional.of("no proof of work");
        return header.time() <= medianTime(parent) ? Optional.of("a time before the median") : Optional.empty();
    }

    private static long medianTime(Entry parent) {
        List<Long> times = new ArrayList<>();
        for (Entry at = parent; at != null && times.size() < MEDIAN_OF; at = at.parent)
            times.add(at.header().time());
        Collections.sort(times);
        return times.get(times.size() / 2);
    }

    /** The coins after a block, found by walking all of its chain. */
    static Map<OutPoint, Coin> coinsAt(Entry entry) {
        var chain = new ArrayList<Entry>();
        for (Entry at = entry; at != null && at.height > 0; at = at.parent)
            chain.add(at);
        var coins = new HashMap<OutPoint, Coin>();
        for (Entry at : chain.reversed())
            at.block.transactions().forEach(tx -> apply(tx, at.height, coins));
        return coins;
    }

    private static void apply(Transaction tx, int height, Map<OutPoint, Coin> coins) {
        tx.inputs().forEach(input -> coins.remove(input.previous()));
        for (int i = 0; i < tx.outputs().size(); i++) {
            TxOut output = tx.outputs().get(i);
            if (!Scripts.isUnspendable(output.script()))
                coins.put(new OutPoint(tx.txid(), i), new Coin(output, height, tx.isCoinbase()));
        }
    }

    /** Scripts apart: in these worlds everything can be spent by anyone. */
    private Optional<String> spendFault(Block block, Entry parent) {
        int height = parent.height + 1;
        long fees = 0;
        List<Transaction> spends = block.transactions().subList(1, block.transactions().size());
        Map<OutPoint, Coin> coins = spends.isEmpty() ? Map.of() : coinsAt(parent);
        for (Transaction tx : spends) {
            for (TxIn input : tx.inputs()) {
                Coin coin = coins.get(input.previous());
                if (coin == null)
                    return Optional.of("a spend of what is no coin");
                if (coin.coinbase() && height - coin.height() < params.coinbaseMaturity())
                    return Optional.of("a spend of an immature reward");
                fees += coin.output().value();
            }
            fees -= tx.outputs().stream().mapToLong(TxOut::value).sum();
            apply(tx, height, coins);
        }
        return rewardFault(block, height, fees);
    }

    private Optional<String> rewardFault(Block block, int height, long fees) {
        long paid = block.transactions().getFirst().outputs().stream().mapToLong(TxOut::value).sum();
        long allowed = fees + params.subsidy().initial() / (1L << (height / params.subsidy().halvingInterval()));
        return paid > allowed ? Optional.of("a reward of " + paid) : Optional.empty();
    }

    private static BigInteger work(BlockHeader header) {
        return TWO_TO_256.divide(limit(header).add(BigInteger.ONE));
    }

    private static BigInteger limit(BlockHeader header) {
        return header.bits().target().orElseThrow().limit();
    }
}
