package org.jackblockchain.mempool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jackblockchain.Anyone;
import org.jackblockchain.BlockBuilder;
import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.Chain;
import org.jackblockchain.chain.ChainChange;
import org.jackblockchain.chain.Placement;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.consensus.script.SignatureCache;
import org.jackblockchain.mempool.fees.FeeEstimator;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;
import org.jackblockchain.primitives.Txid;
import org.jackblockchain.store.MemoryStore;

/** A pool on a chain whose coins anybody may spend, in a standard way. */
final class TestPool {
    static final long COIN = 100_000_000;
    /** Anybody can satisfy it. */
    static final Bytes TRUE_SCRIPT = Bytes.ofHex("51");
    /** Pays to the hash of {@link #TRUE_SCRIPT}. */
    static final Bytes ANYONE = Anyone.SCRIPT;

    final ChainParams params = Networks.REGTEST;
    final MemoryStore store = new MemoryStore();
    final Chain chain = new Chain(params, store, store, store.load());
    final Mempool pool;
    Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private final List<OutPoint> mature = new ArrayList<>();
    private long salt;

    TestPool(Policy policy) {
        pool = new Mempool(policy, chain, SignatureCache.NONE, new FeeEstimator());
    }

    TestPool() {
        this(Policy.DEFAULT);
    }

    /** With so many coins of a block's reward. */
    TestPool funded(int coins) {
        for (int i = 0; i < coins + params.coinbaseMaturity() - 1; i++) {
            Block block = mine();
            if (i < coins)
                mature.add(new OutPoint(block.transactions().getFirst().txid(), 0));
        }
        return this;
    }

    /** A coin of 50 that nobody was given yet. */
    OutPoint coin() {
        return mature.removeFirst();
    }

    Block mine(Transaction... transactions) {
        Block block = next(chain.tip(), transactions);
        assertThat(connect(block).map(ChainChange::connected).orElse(List.of())).hasSize(1);
        return block;
    }

    Block next(BlockEntry parent, Transaction... transactions) {
        long reward = params.subsidy().at(parent.height() + 1);
        return BlockBuilder.on(params, parent).salt(++salt).outputs(new TxOut(reward, ANYONE)).with(transactions)
                .mined();
    }

    /** Places a block and follows the chain. */
    Optional<ChainChange> connect(Block block) {
        Placement placement = chain.placeBlock(block, block.header().instant());
        assertThat(placement).isInstanceOf(Placement.Placed.class);
        Optional<ChainChange> change = chain.advance();
        change.ifPresent(made -> pool.onChainChange(made, now));
        store.write(chain.takeBatch());
        return change;
    }

    void invalidate(BlockEntry block) {
        pool.onInvalidated(chain.invalidate(block), now);
        store.write(chain.takeBatch());
    }

    static OutPoint out(Transaction tx, int index) {
        return new OutPoint(tx.txid(), index);
    }

    static TxIn in(OutPoint from) {
        return in(from, TxIn.FINAL - 2);
    }

    static TxIn in(OutPoint from, int sequence) {
        return new TxIn(from, Bytes.EMPTY, sequence, List.of(TRUE_SCRIPT));
    }

    static Transaction spend(OutPoint from, long... values) {
        return spend(List.of(from), values);
    }

    static Transaction spend(List<OutPoint> from, long... values) {
        return new Transaction(2, from.stream().map(TestPool::in).toList(),
                Arrays.stream(values).mapToObj(value -> new TxOut(value, ANYONE)).toList(), 0);
    }

    static Transaction version(int version, Transaction tx) {
        return new Transaction(version, tx.inputs(), tx.outputs(), tx.lockTime());
    }

    /** "" when it is let in. */
    String offer(Transaction tx) {
        return code(pool.accept(tx, now));
    }

    static String code(Acceptance acceptance) {
        return acceptance instanceof Acceptance.Refused refused ? refused.code() : "";
    }

    /** Lets it in, or fails. */
    Transaction add(Transaction tx) {
        Acceptance acceptance = pool.accept(tx, now);
        assertThat(acceptance).isInstanceOf(Acceptance.Accepted.class);
        return tx;
    }

    MempoolEntry entry(Transaction tx) {
        return pool.byTxid(tx.txid()).orElseThrow();
    }

    List<Txid> ids() {
        return pool.snapshot(now).entries().stream().map(MempoolEntry::txid).toList();
    }
}
