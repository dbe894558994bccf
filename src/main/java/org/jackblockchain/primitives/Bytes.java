package org.jackblockchain.primitives;

import java.util.Arrays;
import java.util.Objects;

/** An immutable string of bytes that compares by content: a script, a witness item, a hash of another length. */
public final class Bytes {
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    public static Bytes of(byte... content) {
        return new Bytes(content.clone());
    }

    /** @throws IllegalArgumentException unless {@code hex} is an even number of hex digits */
    public static Bytes ofHex(String hex) {
        return new Bytes(Hex.parse(hex));
    }

    /** Takes {@code content} without a copy; the caller gives it up. */
    static Bytes adopt(byte[] content) {
        return content.length == 0 ? EMPTY : new Bytes(content);
    }

    public int length() {
        return content.length;
    }

    /** @throws IndexOutOfBoundsException outside {@code [0, length)} */
    public byte at(int index) {
        return content[index];
    }

    /** @throws IndexOutOfBoundsException unless {@code 0 <= from <= to <= length} */
    public Bytes slice(int from, int to) {
        Objects.checkFromToIndex(from, to, content.length);
        return new Bytes(Arrays.copyOfRange(content, from, to));
    }

    public byte[] toArray() {
        return content.clone();
    }

    public String hex() {
        return Hex.of(content);
    }

    void writeTo(byte[] target, int offset) {
        System.arraycopy(content, 0, target, offset, content.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    @Override
    public String toString() {
        return hex();
    }
}
