package org.jackblockchain.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jackblockchain.BlockBuilder;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.consensus.Fault;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.OutPoint;

/** A chain over a store that notices when a body is written twice, and that can be reopened from what it holds. */
final class ChainHarness implements BlockStore, CoinStore {
    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    final ChainParams params;
    Chain chain;
    private final Map<BlockHash, StoredHeader> headers = new HashMap<>();
    private final Map<BlockHash, Block> blocks = new HashMap<>();
    private final Map<BlockHash, BlockUndo> undo = new HashMap<>();
    final Map<OutPoint, Coin> coins = new HashMap<>();
    private Optional<BlockHash> tip = Optional.empty();
    private long salt;

    ChainHarness() {
        this(Networks.REGTEST);
    }

    ChainHarness(ChainParams params) {
        this.params = params;
        this.chain = new Chain(params, this, this, StoredChain.FRESH);
    }

    static ChainHarness withFinality(int depth) {
        ChainParams p = Networks.REGTEST;
        return new ChainHarness(new ChainParams(p.name(), p.magic(), p.httpPort(), p.p2pPortOffset(), p.genesis(),
                p.easiest(), p.interval(), p.retarget(), p.subsidy(), p.coinbaseMaturity(), p.activations(),
                Duration.ofHours(2), OptionalInt.of(depth), p.addresses(), p.firstPeers(), p.checkpoints(),
                p.minimumChainWork()));
    }

    /** A valid block on {@code parent}, different from every other. */
    Block next(BlockEntry parent) {
        return BlockBuilder.on(params, parent).salt(++salt).mined();
    }

    /** Places a valid block, which must be accepted, without moving the chain. */
    BlockEntry place(Block block) {
        Placement placement = chain.placeBlock(block, NOW);
        assertThat(placement).isInstanceOf(Placement.Placed.class);
        return ((Placement.Placed) placement).entry();
    }

    /** A branch of {@code length} blocks on {@code parent}, bodies placed, chain not moved. */
    BlockEntry branch(BlockEntry parent, int length) {
        BlockEntry at = parent;
        for (int i = 0; i < length; i++)
            at = place(next(at));
        return at;
    }

    /** Places the headers only. */
    BlockEntry header(Block block) {
        Placement placement = chain.placeHeader(block.header(), NOW);
        assertThat(placement).isInstanceOf(Placement.Placed.class);
        return ((Placement.Placed) placement).entry();
    }

    Optional<ChainChange> advance() {
        Optional<ChainChange> change = chain.advance();
        write();
        return change;
    }

    void write() {
        StoreBatch batch = chain.takeBatch();
        headers.putAll(batch.headers());
        batch.blocks().forEach((hash, block) -> assertThat(blocks.put(hash, block)).as("overwritten " + hash).isNull());
        undo.putAll(batch.undo());
        batch.coins().forEach((outPoint, coin) -> coin.ifPresentOrElse(made -> coins.put(outPoint, made),
                () -> coins.remove(outPoint)));
        tip = batch.tip().or(() -> tip);
    }

    void reopen() {
        reopen(ChainOptions.DEFAULT);
    }

    void reopen(ChainOptions options) {
        chain = another(options);
    }

    /** Another chain that continues from what is stored, and stores nothing. */
    Chain another(ChainOptions options) {
        return new Chain(params, options, this, this, new StoredChain(Map.copyOf(headers), tip));
    }

    static String code(Placement placement) {
        assertThat(placement).isInstanceOf(Placement.Refused.class);
        Fault fault = ((Placement.Refused) placement).fault();
        return fault.code();
    }

    @Override
    public Optional<Block> block(BlockHash hash) {
        return Optional.ofNullable(blocks.get(hash));
    }

    @Override
    public Optional<BlockUndo> undo(BlockHash hash) {
        return Optional.ofNullable(undo.get(hash));
    }

    @Override
    public Optional<Coin> coin(OutPoint outPoint) {
        return Optional.ofNullable(coins.get(outPoint));
    }
}
