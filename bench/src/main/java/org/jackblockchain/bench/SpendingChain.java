package org.jackblockchain.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import org.jackblockchain.chain.Chain;
import org.jackblockchain.chain.CheckRunner;
import org.jackblockchain.chain.ChainOptions;
import org.jackblockchain.chain.Placement;
import org.jackblockchain.chain.StoredChain;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.consensus.script.Curve;
import org.jackblockchain.consensus.script.Sighash;
import org.jackblockchain.consensus.script.SignedTransaction;
import org.jackblockchain.mining.BlockTemplate;
import org.jackblockchain.mining.Draft;
import org.jackblockchain.mining.Templates;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Hash160;
import org.jackblockchain.primitives.Hex;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Sha256;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;
import org.jackblockchain.store.MemoryStore;

/**
 * Makes a regtest chain whose blocks are full of spends, half of them P2WPKH and half P2TR by key, for nodes to be
 * timed on: {@code SpendingChain BLOCKS SPENDS FILE} writes one block in hex a line, from height 1 on. The first
 * 101 blocks mature a coin, the next splits it, and then come {@code BLOCKS} blocks of {@code SPENDS} transactions
 * each.
 */
public final class SpendingChain {
    private static final ChainParams PARAMS = Networks.REGTEST;
    private static final long FIRST_TIME = 1_700_000_000L;
    private static final byte[] SECRET = Sha256.once(new byte[] { 42 });
    private static final byte[] KEY = Curve.publicKey(SECRET);
    private static final byte[] KEY_HASH = Hash160.of(KEY);
    private static final Bytes P2WPKH = Bytes.ofHex("0014" + Hex.of(KEY_HASH));
    private static final Bytes P2TR = Bytes.ofHex("5120" + Hex.of(KEY).substring(2));
    private static final byte[] KEY_HASH_CODE = Bytes.ofHex("76a914" + Hex.of(KEY_HASH) + "88ac").toArray();

    private final MemoryStore store = new MemoryStore();
    private final Chain chain = new Chain(PARAMS, ChainOptions.DEFAULT.withChecks(new TrustingRunner()), store, store,
            StoredChain.FRESH);
    private final PrintWriter out;

    private SpendingChain(PrintWriter out) {
        this.out = out;
    }

    /** What it makes itself need not be checked by itself. */
    private static final class TrustingRunner implements CheckRunner {
        @Override
        public <F> Checks<F> begin() {
            return new Checks<>() {
                @Override
                public void add(Supplier<Optional<F>> check) {
                    // held to be good
                }

                @Override
                public Optional<F> firstFailure() {
                    return Optional.empty();
                }

                @Override
                public void drop() {
                    // nothing was kept
                }
            };
        }
    }

    public static void main(String[] args) throws IOException {
        int blocks = Integer.parseInt(args[0]);
        int spends = Integer.parseInt(args[1]);
        try (var out = new PrintWriter(Files.newBufferedWriter(Path.of(args[2])))) {
            new SpendingChain(out).make(blocks, spends);
        }
    }

    private void make(int blocks, int spends) {
        Transaction coinbase = mine(List.of()).transactions().getFirst();
        for (int i = 0; i < PARAMS.coinbaseMaturity(); i++)
            mine(List.of());
        List<OutPoint> places = new ArrayList<>();
        Transaction split = split(coinbase, spends);
        mine(List.of(split));
        for (int i = 0; i < spends; i++)
            places.add(new OutPoint(split.txid(), i));
        long value = split.outputs().getFirst().value();
        for (int i = 0; i < blocks; i++) {
            var transactions = new ArrayList<Transaction>();
            value -= 200;
            for (int lane = 0; lane < spends; lane++) {
                TxOut spent = new TxOut(value + 200, scriptOf(lane));
                Transaction tx = signed(places.get(lane), spent, List.of(new TxOut(value, scriptOf(lane))));
                places.set(lane, new OutPoint(tx.txid(), 0));
                transactions.add(tx);
            }
            mine(transactions);
        }
    }

    private static Bytes scriptOf(int lane) {
        return lane % 2 == 0 ? P2WPKH : P2TR;
    }

    private Transaction split(Transaction coinbase, int lanes) {
        TxOut spent = coinbase.outputs().getFirst();
        var outputs = new ArrayList<TxOut>();
        for (int lane = 0; lane < lanes; lane++)
            outputs.add(new TxOut(spent.value() / lanes - 1_000, scriptOf(lane)));
        return signed(new OutPoint(coinbase.txid(), 0), spent, outputs);
    }

    private static Transaction signed(OutPoint place, TxOut spent, List<TxOut> outputs) {
        var input = new TxIn(place, Bytes.EMPTY, TxIn.FINAL, List.of());
        var bare = new Transaction(2, List.of(input), outputs, 0);
        var signing = SignedTransaction.of(bare, List.of(spent));
        List<Bytes> witness = spent.script().equals(P2WPKH) ? byKeyHash(signing) : byTaproot(signing);
        return new Transaction(2, List.of(input.withWitness(witness)), outputs, 0);
    }

    private static List<Bytes> byKeyHash(SignedTransaction signing) {
        byte[] signature = Curve.signEcdsa(SECRET, Sighash.segwitV0(signing, 0, KEY_HASH_CODE, Sighash.ALL));
        return List.of(new ByteWriter().array(signature).u8(Sighash.ALL).toBytes(), Bytes.of(KEY));
    }

    private static List<Bytes> byTaproot(SignedTransaction signing) {
        byte[] hash = Sighash.taproot(signing, 0, Sighash.DEFAULT).orElseThrow();
        return List.of(Bytes.of(Curve.signSchnorr(SECRET, hash, new byte[Sha256.BYTES])));
    }

    private Block mine(List<Transaction> transactions) {
        BlockTemplate empty = Templates.next(PARAMS, chain.tip(), P2WPKH, "bench");
        var template = new BlockTemplate(empty.parent(), empty.version(), empty.bits(), empty.target(),
                empty.minTime(), empty.payout(), empty.tag(), empty.reward(), transactions);
        var job = Draft.of(template).job(0, Math.max(template.minTime(), FIRST_TIME + 600L * template.height()));
        int nonce = 0;
        BlockHeader header = job.header();
        while (!template.target().isMetBy(header.hash()))
            header = header.withNonce(++nonce);
        Block block = job.solved(nonce);
        if (!(chain.placeBlock(block, block.header().instant()) instanceof Placement.Placed))
            throw new IllegalStateException("not placed: " + block.hash());
        chain.advance().orElseThrow();
        store.write(chain.takeBatch());
        out.println(Hex.of(block.toBytes()));
        return block;
    }
}
