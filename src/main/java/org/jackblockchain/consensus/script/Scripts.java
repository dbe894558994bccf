package org.jackblockchain.consensus.script;

import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;

/** Scripts as bytes: pushing numbers and data, telling what nobody can spend and what only pushes. */
public final class Scripts {
    /** A longer script cannot be run, so an output with one cannot be spent. */
    public static final int MAX_BYTES = Limits.MAX_SCRIPT_BYTES;

    private Scripts() {}

    /** The shortest script that leaves {@code number} on the stack, as Core's {@code CScript << n}. */
    public static Bytes pushNumber(long number) {
        if (number == 0)
            return Bytes.of((byte) Op.OP_0);
        if (number == -1)
            return Bytes.of((byte) Op.OP_1NEGATE);
        if (number >= 1 && number <= 16)
            return Bytes.of((byte) (Op.OP_1 + number - 1));
        byte[] digits = ScriptNumber.bytes(number);
        return new ByteWriter().u8(digits.length).array(digits).toBytes();
    }

    /** The shortest script that leaves {@code data} on the stack, for data that is no small number. */
    public static Bytes pushData(Bytes data) {
        var out = new ByteWriter(data.length() + 5);
        if (data.length() < Op.OP_PUSHDATA1) {
            out.u8(data.length());
        } else if (data.length() <= 0xff) {
            out.u8(Op.OP_PUSHDATA1).u8(data.length());
        } else if (data.length() <= 0xffff) {
            out.u8(Op.OP_PUSHDATA2).u16(data.length());
        } else {
            out.u8(Op.OP_PUSHDATA4).i32(data.length());
        }
        return out.bytes(data).toBytes();
    }

    /** Whether no input can ever unlock this: such an output is not kept as a coin. */
    public static boolean isUnspendable(Bytes script) {
        return script.length() > MAX_BYTES || (script.length() > 0 && (script.at(0) & 0xff) == Op.OP_RETURN);
    }

    /** Whether the script runs the script behind its hash (BIP16). */
    public static boolean isPayToScriptHash(Bytes script) {
        return script.length() == 23 && (script.at(0) & 0xff) == Op.OP_HASH160 && script.at(1) == 20
                && (script.at(22) & 0xff) == Op.OP_EQUAL;
    }

    /** Whether the script only pushes (OP_RESERVED counts as a push, though it fails when run). */
    public static boolean isPushOnly(Bytes script) {
        return isPushOnly(script.toArray());
    }

    static boolean isPushOnly(byte[] script) {
        var in = new ScriptReader(script);
        while (in.hasNext()) {
            if (!in.next() || in.code() > Op.OP_16)
                return false;
        }
        return true;
    }

    /** Whether a push of {@code data} could not be shorter. */
    static boolean isMinimalPush(byte[] data, int code) {
        if (data.length == 0)
            return code == Op.OP_0;
        if (data.length == 1 && ((data[0] >= 1 && data[0] <= 16) || data[0] == (byte) 0x81))
            return false;
        if (data.length < Op.OP_PUSHDATA1)
            return code == data.length;
        if (data.length <= 0xff)
            return code == Op.OP_PUSHDATA1;
        return data.length > 0xffff || code == Op.OP_PUSHDATA2;
    }

    /** Whether the bytes are an ECDSA signature in strict DER with a defined hash type behind it. */
    public static boolean isStrictSignature(Bytes bytes) {
        byte[] signature = bytes.toArray();
        return EcdsaSignature.isStrict(signature) && EcdsaSignature.hasDefinedType(signature);
    }
}
