package org.jackblockchain.primitives;

import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.function.BiConsumer;

/** Writes consensus bytes into a growing array. */
public final class ByteWriter {
    private byte[] bytes;
    private int length;

    public ByteWriter() {
        this(256);
    }

    public ByteWriter(int expectedLength) {
        bytes = new byte[expectedLength];
    }

    public int length() {
        return length;
    }

    public byte[] toArray() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    public Bytes toBytes() {
        return Bytes.adopt(Arrays.copyOf(bytes, length));
    }

    public ByteWriter u8(int value) {
        int at = grow(1);
        bytes[at] = (byte) value;
        return this;
    }

    public ByteWriter u16(int value) {
        int at = grow(2);
        LittleEndian.putShort(bytes, at, (short) value);
        return this;
    }

    /** Network order, as ports are sent. */
    public ByteWriter u16BigEndian(int value) {
        return u16(Short.reverseBytes((short) value));
    }

    public ByteWriter i32(int value) {
        int at = grow(4);
        LittleEndian.putInt(bytes, at, value);
        return this;
    }

    /** The low 32 bits of {@code value}. */
    public ByteWriter u32(long value) {
        return i32((int) value);
    }

    public ByteWriter i64(long value) {
        int at = grow(8);
        LittleEndian.putLong(bytes, at, value);
        return this;
    }

    public ByteWriter array(byte[] value) {
        int at = grow(value.length);
        System.arraycopy(value, 0, bytes, at, value.length);
        return this;
    }

    /** @throws IndexOutOfBoundsException unless the range lies in {@code value} */
    public ByteWriter array(byte[] value, int from, int count) {
        Objects.checkFromIndexSize(from, count, value.length);
        int at = grow(count);
        System.arraycopy(value, from, bytes, at, count);
        return this;
    }

    public ByteWriter bytes(Bytes value) {
        int at = grow(value.length());
        value.writeTo(bytes, at);
        return this;
    }

    /** A length and that many bytes. */
    public ByteWriter varBytes(Bytes value) {
        return compactSize(value.length()).bytes(value);
    }

    public ByteWriter hash(Hash256 hash) {
        return i64(hash.w3()).i64(hash.w2()).i64(hash.w1()).i64(hash.w0());
    }

    /** Bitcoin's CompactSize in its shortest form. */
    public ByteWriter compactSize(long value) {
        if (value < 0)
            throw new IllegalArgumentException("negative size " + value);
        return compactLong(value);
    }

    /** How many bytes {@link #compactSize} writes. */
    public static int compactSizeLength(int value) {
        return value < 0xfd ? 1 : value <= 0xffff ? 3 : 5;
    }

    /** In the form of {@link #compactSize}, any 64 bits, read as unsigned: for what is not a size. */
    public ByteWriter compactLong(long value) {
        if (value >= 0 && value < 0xfd)
            return u8((int) value);
        if (value >= 0 && value <= 0xffff)
            return u8(0xfd).u16((int) value);
        if (value >= 0 && value <= 0xffff_ffffL)
            return u8(0xfe).u32(value);
        return u8(0xff).i64(value);
    }

    /** How many bytes {@link #compactSize} takes. */
    static int compactBytes(long value) {
        return value < 0xfd ? 1 : value <= 0xffff ? 3 : value <= 0xffff_ffffL ? 5 : 9;
    }

    public <T> ByteWriter list(Collection<T> items, BiConsumer<T, ByteWriter> write) {
        compactSize(items.size());
        items.forEach(item -> write.accept(item, this));
        return this;
    }

    private int grow(int by) {
        int at = length;
        length = Math.addExact(length, by);
        if (length > bytes.length)
            bytes = Arrays.copyOf(bytes, Math.max(length, bytes.length * 2));
        return at;
    }
}
