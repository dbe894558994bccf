package org.jackblockchain.primitives;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Reads consensus bytes from an array, strictly: every length is in its shortest form and none promises more
 * than is there. All methods throw {@link MalformedException} on bytes that break that.
 */
public final class ByteReader {
    private final byte[] bytes;
    private final int end;
    private int position;

    public ByteReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    public ByteReader(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.position = offset;
        this.end = offset + length;
    }

    /** Reads the whole array as one value, with nothing after it. */
    public static <T> T readAll(byte[] bytes, Function<ByteReader, T> parse) {
        var in = new ByteReader(bytes);
        T value = parse.apply(in);
        in.expectEnd();
        return value;
    }

    public int remaining() {
        return end - position;
    }

    public byte u8() {
        return bytes[advance(1)];
    }

    public int u16() {
        return LittleEndian.getShort(bytes, advance(2)) & 0xffff;
    }

    /** Network order, as ports are sent. */
    public int u16BigEndian() {
        return Short.reverseBytes((short) u16()) & 0xffff;
    }

    public int i32() {
        return LittleEndian.getInt(bytes, advance(4));
    }

    public long u32() {
        return i32() & 0xffff_ffffL;
    }

    public long i64() {
        return LittleEndian.getLong(bytes, advance(8));
    }

    public byte[] array(int length) {
        int start = advance(length);
        return Arrays.copyOfRange(bytes, start, start + length);
    }

    public Bytes bytes(int length) {
        return Bytes.adopt(array(length));
    }

    /** A length and that many bytes. */
    public Bytes varBytes() {
        return bytes(count(1));
    }

    public BlockHash blockHash() {
        return BlockHash.fromWire(bytes, advance(Hash256.BYTES));
    }

    public MerkleRoot merkleRoot() {
        return MerkleRoot.fromWire(bytes, advance(Hash256.BYTES));
    }

    public FilterHash filterHash() {
        return FilterHash.fromWire(bytes, advance(Hash256.BYTES));
    }

    public Txid txid() {
        return Txid.fromWire(bytes, advance(Hash256.BYTES));
    }

    /** Bitcoin's CompactSize, 1 to 9 bytes. Refuses a value that a shorter form could hold. Never negative. */
    public long compactSize() {
        long size = compactLong();
        if (size < 0)
            throw new MalformedException("a size of " + Long.toUnsignedString(size));
        return size;
    }

    /** In the form of {@link #compactSize}, any 64 bits: for what is not a size. */
    public long compactLong() {
        int first = u8() & 0xff;
        return switch (first) {
            case 0xfd -> shortest(u16(), 0xfd);
            case 0xfe -> shortest(u32(), 0x1_0000);
            case 0xff -> shortest(i64(), 0x1_0000_0000L);
            default -> first;
        };
    }

    /** A count of items of at least {@code minBytes} each: more than could follow is malformed, not allocated. */
    public int count(int minBytes) {
        long count = compactSize();
        if (count > remaining() / minBytes)
            throw new MalformedException(count + " items in " + remaining() + " bytes");
        return (int) count;
    }

    public <T> List<T> list(int minBytes, Function<ByteReader, T> parse) {
        int count = count(minBytes);
        var items = new ArrayList<T>(count);
        for (int i = 0; i < count; i++)
            items.add(parse.apply(this));
        return items;
    }

    /** The next byte, left where it is. */
    public byte peek() {
        byte next = u8();
        position--;
        return next;
    }

    public void expectEnd() {
        if (remaining() > 0)
            throw new MalformedException(remaining() + " bytes left over");
    }

    private static long shortest(long value, long leastForThisForm) {
        if (Long.compareUnsigned(value, leastForThisForm) < 0) {
            throw new MalformedException("non-canonical ReadCompactSize()");
        }
        return value;
    }

    private int advance(int length) {
        if (length > remaining())
            throw new MalformedException("end of data, %d bytes early".formatted(length - remaining()));
        int start = position;
        position += length;
        return start;
    }
}
