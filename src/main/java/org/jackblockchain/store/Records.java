package org.jackblockchain.store;

import java.util.List;
import org.jackblockchain.chain.BlockUndo;
import org.jackblockchain.chain.Rung;
import org.jackblockchain.chain.StoredHeader;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.ByteReader;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Hash256;
import org.jackblockchain.primitives.MalformedException;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.TxOut;

/**
 * Keys and values as bytes, format 1. Integers are little-endian; {@code compact} is Bitcoin's CompactSize form, and
 * blocks are in Bitcoin's own format, with witnesses.
 *
 * <pre>
 * column   key                    value
 * headers  hash, wire order (32)  header (80), rung (1: 0, 1, 2 upwards), flags (1: bit 0 invalid), sequence (8)
 * blocks   hash                   the block
 * undo     hash                   compact count, then for each transaction: compact count, coins
 * coins    txid (32), index (4)   a coin
 *
 * a coin: compact 2 * height + (1 if coinbase), compact amount, compact length, script
 * </pre>
 *
 * Readers throw {@link MalformedException} on anything that the writers here did not make.
 */
final class Records {
    private static final int HEADER_RECORD_BYTES = BlockHeader.BYTES + 1 + 1 + 8;
    private static final int OUT_POINT_BYTES = Hash256.BYTES + 4;
    private static final int MIN_COIN_BYTES = 3;
    private static final int INVALID = 1;

    private Records() {}

    static byte[] key(BlockHash hash) {
        return new ByteWriter(Hash256.BYTES).hash(hash).toArray();
    }

    static byte[] key(OutPoint outPoint) {
        var out = new ByteWriter(OUT_POINT_BYTES);
        outPoint.write(out);
        return out.toArray();
    }

    static OutPoint outPoint(byte[] key) {
        return ByteReader.readAll(key, OutPoint::read);
    }

    static BlockHash hash(byte[] key) {
        return ByteReader.readAll(key, ByteReader::blockHash);
    }

    static byte[] header(StoredHeader stored) {
        var out = new ByteWriter(HEADER_RECORD_BYTES);
        stored.header().write(out);
        out.u8(number(stored.rung())).u8(stored.invalid() ? INVALID : 0).i64(stored.sequence());
        return out.toArray();
    }

    /** Also checks that the header is the one that {@code hash} names. */
    static StoredHeader header(BlockHash hash, byte[] value) {
        return ByteReader.readAll(value, in -> {
            BlockHeader header = BlockHeader.read(in);
            checkHash(hash, header);
            return new StoredHeader(header, rung(in.u8()), invalid(in.u8()), in.i64());
        });
    }

    private static void checkHash(BlockHash expected, BlockHeader header) {
        BlockHash hash = header.hash();
        if (!hash.equals(expected))
            throw new MalformedException("its header has the hash " + hash);
    }

    private static int number(Rung rung) {
        return switch (rung) {
            case HEADER -> 0;
            case BODY -> 1;
            case CONNECTED -> 2;
        };
    }

    private static Rung rung(int number) {
        return switch (number) {
            case 0 -> Rung.HEADER;
            case 1 -> Rung.BODY;
            case 2 -> Rung.CONNECTED;
            default -> throw new MalformedException("rung " + number);
        };
    }

    private static boolean invalid(int flags) {
        if ((flags & ~INVALID) != 0)
            throw new MalformedException("flags " + flags);
        return flags == INVALID;
    }

    /** Also checks that the block is the one that {@code hash} names. */
    static Block block(BlockHash hash, byte[] value) {
        Block block = Block.of(value);
        checkHash(hash, block.header());
        return block;
    }

    static byte[] undo(BlockUndo undo) {
        var out = new ByteWriter();
        out.list(undo.spent(), (coins, to) -> to.list(coins, Records::writeCoin));
        return out.toArray();
    }

    static BlockUndo undo(byte[] value) {
        return ByteReader.readAll(value, in -> new BlockUndo(in.list(1, Records::readCoins)));
    }

    private static List<Coin> readCoins(ByteReader in) {
        return in.list(MIN_COIN_BYTES, Records::readCoin);
    }

    static byte[] coin(Coin coin) {
        var out = new ByteWriter(64);
        writeCoin(coin, out);
        return out.toArray();
    }

    static Coin coin(byte[] value) {
        return ByteReader.readAll(value, Records::readCoin);
    }

    private static void writeCoin(Coin coin, ByteWriter out) {
        out.compactLong(2L * coin.height() + (coin.coinbase() ? 1 : 0));
        out.compactLong(coin.output().value()).varBytes(coin.output().script());
    }

    private static Coin readCoin(ByteReader in) {
        long heightAndKind = in.compactSize();
        if (heightAndKind >> 1 > Integer.MAX_VALUE)
            throw new MalformedException("height " + (heightAndKind >> 1));
        var output = new TxOut(in.compactLong(), in.varBytes());
        return new Coin(output, (int) (heightAndKind >> 1), (heightAndKind & 1) == 1);
    }
}
