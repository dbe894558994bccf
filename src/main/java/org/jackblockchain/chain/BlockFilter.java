package org.jackblockchain.chain;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jackblockchain.consensus.Coin;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.ByteReader;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.FilterHash;
import org.jackblockchain.primitives.MalformedException;
import org.jackblockchain.primitives.Sha256;
import org.jackblockchain.primitives.SipHash;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxOut;

/**
 * The basic compact filter of a block (BIP158): which scripts it pays to or spends from, as a set of numbers that is
 * written in Golomb's way. Whoever has it learns, with one error in 784,931, whether the block concerns a script.
 */
public record BlockFilter(BlockHash block, Bytes bytes) {
    /** How many of a difference's bits are written as they are. */
    private static final int PLAIN_BITS = 19;
    /** One of so many scripts that are not in the set seems to be. */
    private static final long ERRORS = 784_931;
    private static final byte OP_RETURN = 0x6a;

    /** @param undo of the coins that the block spends */
    public static BlockFilter of(Block block, BlockUndo undo) {
        BlockHash hash = block.hash();
        Set<Bytes> scripts = scripts(block, undo);
        var out = new ByteWriter().compactSize(scripts.size());
        var bits = new BitWriter(out);
        long last = 0;
        for (long number : numbers(hash, scripts, scripts.size())) {
            bits.write(number - last);
            last = number;
        }
        bits.finish();
        return new BlockFilter(hash, out.toBytes());
    }

    private static Set<Bytes> scripts(Block block, BlockUndo undo) {
        var scripts = new HashSet<Bytes>();
        for (Transaction transaction : block.transactions()) {
            for (TxOut output : transaction.outputs()) {
                if (output.script().length() > 0 && output.script().at(0) != OP_RETURN)
                    scripts.add(output.script());
            }
        }
        for (List<Coin> coins : undo.spent()) {
            for (Coin coin : coins) {
                if (coin.output().script().length() > 0)
                    scripts.add(coin.output().script());
            }
        }
        return scripts;
    }

    /** The scripts' numbers in a set of {@code size}, ascending. */
    private static long[] numbers(BlockHash block, Collection<Bytes> scripts, long size) {
        // the first 16 bytes that the hash has on the wire are the key
        var hash = new SipHash(block.w3(), block.w2());
        long range = size * ERRORS;
        return scripts.stream().mapToLong(script -> Math.unsignedMultiplyHigh(hash.of(script.toArray()), range))
                .sorted().toArray();
    }

    /** SHA-256 twice over the filter. */
    public FilterHash hash() {
        return FilterHash.fromWire(Sha256.twice(bytes.toArray()), 0);
    }

    /** @param previous the filter header of the block before; {@link FilterHash#ZERO} for genesis */
    public FilterHash header(FilterHash previous) {
        return FilterHash.fromWire(Sha256.twice(new ByteWriter().hash(hash()).hash(previous).toArray()), 0);
    }

    /**
     * Whether the block may pay to or spend from one of these scripts.
     *
     * @throws MalformedException if these are not the bytes of a filter
     */
    public boolean matchesAny(Collection<Bytes> scripts) {
        var in = new ByteReader(bytes.toArray());
        long size = in.compactSize();
        if (size == 0 || scripts.isEmpty())
            return false;
        if (size > 0xffff_ffffL)
            throw new MalformedException("a filter of " + size + " scripts");
        long[] wanted = numbers(block, scripts, size);
        var bits = new BitReader(in);
        long number = 0;
        int at = 0;
        for (long i = 0; i < size; i++) {
            number += bits.read();
            while (at < wanted.length && wanted[at] < number)
                at++;
            if (at == wanted.length)
                return false;
            if (wanted[at] == number)
                return true;
        }
        return false;
    }

    @Override
    public String toString() {
        return "filter of " + block + ", " + bytes.length() + " bytes";
    }

    /** Numbers as Golomb and Rice write them, the highest bit of a byte first. */
    private static final class BitWriter {
        private final ByteWriter out;
        private int open;
        private int bits;

        BitWriter(ByteWriter out) {
            this.out = out;
        }

        void write(long number) {
            for (long high = number >>> PLAIN_BITS; high > 0; high--)
                bit(1);
            bit(0);
            for (int at = PLAIN_BITS - 1; at >= 0; at--)
                bit((int) (number >>> at) & 1);
        }

        private void bit(int bit) {
            open = open << 1 | bit;
            bits++;
            if (bits == Byte.SIZE)
                flush();
        }

        void finish() {
            while (bits > 0)
                bit(0);
        }

        private void flush() {
            out.u8(open);
            open = 0;
            bits = 0;
        }
    }

    private static final class BitReader {
        private final ByteReader in;
        private int open;
        private int bits;

        BitReader(ByteReader in) {
            this.in = in;
        }

        long read() {
            long high = 0;
            while (bit() == 1)
                high++;
            long number = high;
            for (int i = 0; i < PLAIN_BITS; i++)
                number = number << 1 | bit();
            return number;
        }

        private int bit() {
            if (bits == 0) {
                open = in.u8();
                bits = Byte.SIZE;
            }
            bits--;
            return open >> bits & 1;
        }
    }
}
