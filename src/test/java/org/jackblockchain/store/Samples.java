package org.jackblockchain.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jackblockchain.chain.BlockUndo;
import org.jackblockchain.chain.Rung;
import org.jackblockchain.chain.StoreBatch;
import org.jackblockchain.chain.StoredHeader;
import org.jackblockchain.consensus.Activations;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.consensus.Retarget;
import org.jackblockchain.consensus.Subsidy;
import org.jackblockchain.primitives.AddressFormat;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.CompactTarget;
import org.jackblockchain.primitives.MerkleRoot;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;
import org.jackblockchain.primitives.Txid;
import org.jackblockchain.primitives.Work;

/** Made-up chain data. Stores do not judge, so it only has to have the right shape; a seed gives it again. */
final class Samples {
    static final ChainParams NETWORK = network("jbc", 1);

    private final RandomGenerator chance;

    Samples(long seed) {
        chance = new SplittableRandom(seed);
    }

    /** Networks with the same name and different {@code genesisSeed} differ in their genesis block only. */
    static ChainParams network(String name, long genesisSeed) {
        var easiest = CompactTarget.of("207fffff");
        return new ChainParams(name, 0x0a0b0c0d, 5000, 1000, new Samples(genesisSeed).block(100), easiest,
                Duration.ofSeconds(5), new Retarget.Never(), new Subsidy(50, 100), 100, Activations.REGTEST,
                Duration.ofHours(2), OptionalInt.empty(),
                new AddressFormat("jbc", OptionalInt.empty(), OptionalInt.empty()), List.of(), List.of(), Work.ZERO);
    }

    BlockHash hash() {
        return new BlockHash(chance.nextLong(), chance.nextLong(), chance.nextLong(), chance.nextLong());
    }

    BlockHeader header() {
        var root = new MerkleRoot(chance.nextLong(), chance.nextLong(), chance.nextLong(), chance.nextLong());
        long time = chance.nextLong(BlockHeader.MAX_TIME + 1);
        return new BlockHeader(chance.nextInt(), hash(), root, time, new CompactTarget(chance.nextInt()),
                chance.nextInt());
    }

    StoredHeader storedHeader() {
        var rungs = Rung.values();
        return new StoredHeader(header(), rungs[chance.nextInt(rungs.length)], chance.nextBoolean(),
                chance.nextLong());
    }

    Bytes bytes(int length) {
        byte[] bytes = new byte[length];
        chance.nextBytes(bytes);
        return Bytes.of(bytes);
    }

    OutPoint outPoint() {
        var txid = new Txid(chance.nextLong(), chance.nextLong(), chance.nextLong(), chance.nextLong());
        return new OutPoint(txid, chance.nextInt());
    }

    TxOut output() {
        return new TxOut(chance.nextLong() >>> chance.nextInt(64), bytes(chance.nextInt(300)));
    }

    Coin coin() {
        return new Coin(output(), chance.nextInt() >>> 1 >>> chance.nextInt(31), chance.nextBoolean());
    }

    BlockUndo undo() {
        return new BlockUndo(several(5, () -> several(5, this::coin)));
    }

    /** With or without witness, up to a few inputs and outputs. */
    Transaction transaction() {
        List<TxIn> inputs = Stream.concat(Stream.of(input()), several(3, this::input).stream()).toList();
        return new Transaction(chance.nextInt(), inputs, several(4, this::output), chance.nextInt());
    }

    private TxIn input() {
        return new TxIn(outPoint(), bytes(chance.nextInt(120)), chance.nextInt(),
                several(3, () -> bytes(chance.nextInt(80))));
    }

    /** Its coinbase carries a script of {@code scriptLength} bytes; a few more transactions follow. */
    Block block(int scriptLength) {
        var coinbase = new Transaction(2,
                List.of(new TxIn(OutPoint.COINBASE, bytes(scriptLength), TxIn.FINAL, List.of())), List.of(output()), 0);
        return new Block(header(),
                Stream.concat(Stream.of(coinbase), several(3, this::transaction).stream()).toList());
    }

    <T> List<T> several(int max, Supplier<T> make) {
        var items = new ArrayList<T>();
        int count = chance.nextInt(max + 1);
        for (int i = 0; i < count; i++)
            items.add(make.get());
        return items;
    }

    /** One block that connects at the tip and makes one coin: the most common batch. */
    StoreBatch oneBlock(int scriptLength) {
        Block block = block(scriptLength);
        BlockHash hash = block.hash();
        var header = new StoredHeader(block.header(), Rung.CONNECTED, false, chance.nextLong());
        return new StoreBatch(Map.of(hash, header), Map.of(hash, block), Map.of(hash, undo()),
                Map.of(outPoint(), Optional.of(coin())), Optional.of(hash));
    }
}
