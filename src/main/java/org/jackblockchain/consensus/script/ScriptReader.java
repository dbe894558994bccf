package org.jackblockchain.consensus.script;

import java.util.Arrays;

import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.LittleEndian;

/** Walks a script operation by operation, from its first to its last or to a push that is cut off. */
public final class ScriptReader {
    private final byte[] script;
    private int position;
    private int code;
    private int dataStart;

    public ScriptReader(Bytes script) {
        this(script.toArray());
    }

    /** Reads {@code script} where it is; it must not change meanwhile. */
    ScriptReader(byte[] script) {
        this(script, 0);
    }

    ScriptReader(byte[] script, int position) {
        this.script = script;
        this.position = position;
    }

    public boolean hasNext() {
        return position < script.length;
    }

    /**
     * Moves to the next operation. False if there is none, or if it announces more bytes than follow: then nothing
     * after it can be read either, and the position is behind what was read of it.
     */
    public boolean next() {
        code = Op.OP_INVALIDOPCODE;
        dataStart = position;
        if (position >= script.length)
            return false;
        int read = script[position++] & 0xff;
        dataStart = position;
        long length = Op.isPush(read) ? pushLength(read) : 0;
        dataStart = position;
        if (length < 0 || length > script.length - position)
            return false;
        position += (int) length;
        code = read;
        return true;
    }

    /** Steps over the length of a push; -1 if the length itself is cut off. */
    private long pushLength(int read) {
        int bytes = switch (read) {
            case Op.OP_PUSHDATA1 -> 1;
            case Op.OP_PUSHDATA2 -> 2;
            case Op.OP_PUSHDATA4 -> 4;
            default -> 0;
        };
        if (script.length - position < bytes)
            return -1;
        int at = position;
        position += bytes;
        return switch (bytes) {
            case 1 -> script[at] & 0xff;
            case 2 -> LittleEndian.getShort(script, at) & 0xffff;
            case 4 -> LittleEndian.getInt(script, at) & 0xffff_ffffL;
            default -> read;
        };
    }

    /** The operation read last, or {@link Op#OP_INVALIDOPCODE} if it could not be read. */
    public int code() {
        return code;
    }

    /** What the operation read last pushes; empty if it is no push. */
    public Bytes data() {
        return Bytes.of(dataArray());
    }

    byte[] dataArray() {
        return Arrays.copyOfRange(script, dataStart, position);
    }

    int dataLength() {
        return position - dataStart;
    }

    /** Where the operation after the one read last begins. */
    int position() {
        return position;
    }
}
