package org.jackblockchain.consensus.script;

import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;

/** Scripts as bytes: pushing numbers, counting signature operations, telling what nobody can spend. */
public final class Scripts {
    /** A longer script cannot be run, so an output with one cannot be spent. */
    public static final int MAX_BYTES = 10_000;

    private static final int OP_0 = 0x00;
    private static final int OP_PUSHDATA1 = 0x4c;
    private static final int OP_PUSHDATA2 = 0x4d;
    private static final int OP_PUSHDATA4 = 0x4e;
    private static final int OP_1NEGATE = 0x4f;
    private static final int OP_1 = 0x51;
    private static final int OP_RETURN = 0x6a;
    private static final int OP_CHECKSIG = 0xac;
    private static final int OP_CHECKSIGVERIFY = 0xad;
    private static final int OP_CHECKMULTISIG = 0xae;
    private static final int OP_CHECKMULTISIGVERIFY = 0xaf;
    /** What a multisig counts as when nobody looks at how many keys it really has. */
    private static final int MAX_MULTISIG_KEYS = 20;

    private Scripts() {}

    /** The shortest script that leaves {@code number} on the stack, as Core's {@code CScript << n}. */
    public static Bytes pushNumber(long number) {
        if (number == 0)
            return Bytes.of((byte) OP_0);
        if (number == -1)
            return Bytes.of((byte) OP_1NEGATE);
        if (number >= 1 && number <= 16)
            return Bytes.of((byte) (OP_1 + number - 1));
        Bytes digits = scriptNumber(number);
        return new ByteWriter().u8(digits.length()).bytes(digits).toBytes();
    }

    /** Little-endian with the sign in the top bit, as short as can be. */
    private static Bytes scriptNumber(long number) {
        var out = new ByteWriter();
        long rest = Math.abs(number);
        int last = 0;
        while (rest != 0) {
            last = (int) (rest & 0xff);
            rest >>>= 8;
            boolean signBitTaken = rest == 0 && (last & 0x80) != 0;
            int sign = number < 0 ? 0x80 : 0;
            out.u8(rest == 0 && !signBitTaken ? last | sign : last);
            if (signBitTaken)
                out.u8(sign);
        }
        return out.toBytes();
    }

    /** The shortest script that leaves {@code data} on the stack, for data that is no small number. */
    public static Bytes pushData(Bytes data) {
        var out = new ByteWriter(data.length() + 5);
        if (data.length() < OP_PUSHDATA1) {
            out.u8(data.length());
        } else if (data.length() <= 0xff) {
            out.u8(OP_PUSHDATA1).u8(data.length());
        } else if (data.length() <= 0xffff) {
            out.u8(OP_PUSHDATA2).u16(data.length());
        } else {
            out.u8(OP_PUSHDATA4).i32(data.length());
        }
        return out.bytes(data).toBytes();
    }

    /** Whether no input can ever unlock this: such an output is not kept as a coin. */
    public static boolean isUnspendable(Bytes script) {
        return script.length() > MAX_BYTES || (script.length() > 0 && (script.at(0) & 0xff) == OP_RETURN);
    }

    /** Signature operations as counted before P2SH: a multisig is twenty. Stops where the script breaks off. */
    public static int legacySigops(Bytes script) {
        int count = 0;
        int at = 0;
        while (at < script.length()) {
            int opcode = script.at(at) & 0xff;
            long next = afterOp(script, at);
            if (next > script.length())
                break;
            if (opcode == OP_CHECKSIG || opcode == OP_CHECKSIGVERIFY)
                count++;
            if (opcode == OP_CHECKMULTISIG || opcode == OP_CHECKMULTISIGVERIFY)
                count += MAX_MULTISIG_KEYS;
            at = (int) next;
        }
        return count;
    }

    /** Where the operation after the one at {@code at} begins; past the end when that one is cut off. */
    private static long afterOp(Bytes script, int at) {
        int opcode = script.at(at) & 0xff;
        if (opcode > OP_PUSHDATA4)
            return at + 1L;
        if (opcode < OP_PUSHDATA1)
            return at + 1L + opcode;
        int lengthBytes = opcode == OP_PUSHDATA1 ? 1 : opcode == OP_PUSHDATA2 ? 2 : 4;
        if (at + 1L + lengthBytes > script.length())
            return Long.MAX_VALUE;
        long length = 0;
        for (int i = lengthBytes; i > 0; i--)
            length = length << 8 | (script.at(at + i) & 0xff);
        return at + 1L + lengthBytes + length;
    }
}
