package org.jackblockchain.chain;

import java.util.List;

import org.jackblockchain.consensus.Coin;
import org.jackblockchain.consensus.script.Scripts;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.ByteReader;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.MuHash;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxOut;

/**
 * The coins at one block in numbers, and what became of all money up to it. Amounts are in the smallest unit.
 *
 * @param set all coins, as {@link MuHash#toBytes} writes it
 * @param coins how many there are
 * @param bogusBytes what they would take in no particular database, as Core counts
 * @param amount of all coins
 * @param totals of all blocks
 */
public record CoinStatistics(Bytes set, long coins, long bogusBytes, long amount, Totals totals) {
    /** What Core counts for a coin besides its script. */
    private static final long BOGUS_BYTES = 32 + 4 + 4 + 8 + 2;

    /**
     * Sums over blocks: over all up to one, or over one.
     *
     * @param subsidy that they might have made
     * @param spent what their inputs spent
     * @param created what their outputs made, but for the coinbases'
     * @param coinbase what their coinbases made
     * @param genesis what genesis made, which nobody can spend
     * @param scripts what went to scripts that nobody can unlock
     * @param unclaimed what coinbases might have made and did not
     */
    public record Totals(long subsidy, long spent, long created, long coinbase, long genesis, long scripts,
            long unclaimed) {
        public static final Totals NOTHING = new Totals(0, 0, 0, 0, 0, 0, 0);

        /** What is lost for good. */
        public long unspendable() {
            return genesis + scripts + unclaimed;
        }

        public Totals minus(Totals other) {
            return new Totals(subsidy - other.subsidy, spent - other.spent, created - other.created,
                    coinbase - other.coinbase, genesis - other.genesis, scripts - other.scripts,
                    unclaimed - other.unclaimed);
        }
    }

    /** @param subsidy that genesis made; its output is no coin */
    public static CoinStatistics ofGenesis(long subsidy) {
        return new CoinStatistics(Bytes.of(new MuHash().toBytes()), 0, 0, 0,
                new Totals(subsidy, 0, 0, 0, subsidy, 0, 0));
    }

    /** After one more block. */
    public CoinStatistics after(Block block, BlockUndo undo, int height, long subsidy) {
        var count = new Count(this, height);
        List<Transaction> all = block.transactions();
        for (int i = 0; i < all.size(); i++) {
            count.outputs(all.get(i), i == 0);
            if (i > 0)
                count.inputs(all.get(i), undo.spent().get(i - 1));
        }
        return count.result(subsidy);
    }

    /** What a coin is in a hash over coins. */
    public static byte[] element(OutPoint place, Coin coin) {
        var out = new ByteWriter();
        place.write(out);
        out.i32(coin.height() << 1 | (coin.coinbase() ? 1 : 0));
        coin.output().write(out);
        return out.toArray();
    }

    /** What a coin adds to {@link #bogusBytes}. */
    public static long bogusBytes(Coin coin) {
        return BOGUS_BYTES + coin.output().script().length();
    }

    public void write(ByteWriter out) {
        out.bytes(set).i64(coins).i64(bogusBytes).i64(amount).i64(totals.subsidy).i64(totals.spent).i64(totals.created)
                .i64(totals.coinbase).i64(totals.genesis).i64(totals.scripts).i64(totals.unclaimed);
    }

    public static CoinStatistics read(ByteReader in) {
        return new CoinStatistics(in.bytes(MuHash.BYTES), in.i64(), in.i64(), in.i64(),
                new Totals(in.i64(), in.i64(), in.i64(), in.i64(), in.i64(), in.i64(), in.i64()));
    }

    /** Under way through a block. */
    private static final class Count {
        private final CoinStatistics before;
        private final int height;
        private final MuHash set;
        private long coins;
        private long bogusBytes;
        private long amount;
        private long spent;
        private long created;
        private long coinbase;
        private long scripts;

        Count(CoinStatistics before, int height) {
            this.before = before;
            this.height = height;
            set = MuHash.of(before.set.toArray());
            coins = before.coins;
            bogusBytes = before.bogusBytes;
            amount = before.amount;
        }

        void outputs(Transaction transaction, boolean isCoinbase) {
            List<TxOut> outputs = transaction.outputs();
            for (int i = 0; i < outputs.size(); i++) {
                TxOut output = outputs.get(i);
                if (Scripts.isUnspendable(output.script())) {
                    scripts += output.value();
                    continue;
                }
                var coin = new Coin(output, height, isCoinbase);
                set.add(element(new OutPoint(transaction.txid(), i), coin));
                add(coin, 1);
                if (isCoinbase)
                    coinbase += output.value();
                else
                    created += output.value();
            }
        }

        void inputs(Transaction transaction, List<Coin> gone) {
            for (int i = 0; i < gone.size(); i++) {
                set.remove(element(transaction.inputs().get(i).previous(), gone.get(i)));
                add(gone.get(i), -1);
                spent += gone.get(i).output().value();
            }
        }

        private void add(Coin coin, int sign) {
            coins += sign;
            bogusBytes += sign * bogusBytes(coin);
            amount += sign * coin.output().value();
        }

        CoinStatistics result(long subsidy) {
            Totals old = before.totals;
            long unclaimed = spent + subsidy - created - coinbase - scripts;
            return new CoinStatistics(Bytes.of(set.toBytes()), coins, bogusBytes, amount,
                    new Totals(old.subsidy + subsidy, old.spent + spent, old.created + created,
                            old.coinbase + coinbase, old.genesis, old.scripts + scripts, old.unclaimed + unclaimed));
        }
    }
}
