package org.jackblockchain.rpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jackblockchain.primitives.Bytes;

/** Scripts in words: each operation's name, data in hex, and data that could be a number as one. */
final class ScriptText {
    static final int OP_PUSHDATA1 = 0x4c;
    static final int OP_PUSHDATA4 = 0x4e;
    private static final int OP_1NEGATE = 0x4f;
    private static final int OP_RESERVED = 0x50;
    static final int OP_1 = 0x51;
    static final int OP_16 = 0x60;
    private static final int OP_NOP = 0x61;
    private static final int OP_INVALID = 0xff;
    private static final int MAX_NUMBER_BYTES = 4;

    /** From OP_NOP on, in the order of their codes. */
    private static final List<String> NAMES = List.of(("NOP VER IF NOTIF VERIF VERNOTIF ELSE ENDIF VERIFY RETURN"
            + " TOALTSTACK FROMALTSTACK 2DROP 2DUP 3DUP 2OVER 2ROT 2SWAP IFDUP DEPTH DROP DUP NIP OVER PICK ROLL ROT"
            + " SWAP TUCK CAT SUBSTR LEFT RIGHT SIZE INVERT AND OR XOR EQUAL EQUALVERIFY RESERVED1 RESERVED2 1ADD 1SUB"
            + " 2MUL 2DIV NEGATE ABS NOT 0NOTEQUAL ADD SUB MUL DIV MOD LSHIFT RSHIFT BOOLAND BOOLOR NUMEQUAL"
            + " NUMEQUALVERIFY NUMNOTEQUAL LESSTHAN GREATERTHAN LESSTHANOREQUAL GREATERTHANOREQUAL MIN MAX WITHIN"
            + " RIPEMD160 SHA1 SHA256 HASH160 HASH256 CODESEPARATOR CHECKSIG CHECKSIGVERIFY CHECKMULTISIG"
            + " CHECKMULTISIGVERIFY NOP1 CHECKLOCKTIMEVERIFY CHECKSEQUENCEVERIFY NOP4 NOP5 NOP6 NOP7 NOP8 NOP9 NOP10"
            + " CHECKSIGADD").split(" ", -1));

    /** @param data what a push pushes; nothing for other operations */
    record Op(int code, Bytes data) {
        boolean isPush() {
            return code <= OP_PUSHDATA4;
        }

        boolean isSmallNumber() {
            return code >= OP_1 && code <= OP_16;
        }
    }

    private ScriptText() {}

    /** The operations; empty if the last push is cut off. */
    static Optional<List<Op>> ops(Bytes script) {
        var ops = new ArrayList<Op>();
        return read(script, ops) ? Optional.of(ops) : Optional.empty();
    }

    static String of(Bytes script) {
        var ops = new ArrayList<Op>();
        boolean whole = read(script, ops);
        var words = new ArrayList<String>(ops.stream().map(ScriptText::word).toList());
        if (!whole)
            words.add("[error]");
        return String.join(" ", words);
    }

    /** @return whether the script does not break off */
    private static boolean read(Bytes script, List<Op> ops) {
        int at = 0;
        while (at < script.length()) {
            int code = script.at(at++) & 0xff;
            if (code > OP_PUSHDATA4) {
                ops.add(new Op(code, Bytes.EMPTY));
                continue;
            }
            int lengthBytes = code < OP_PUSHDATA1 ? 0 : 1 << (code - OP_PUSHDATA1);
            if (at + lengthBytes > script.length())
                return false;
            long length = lengthBytes == 0 ? code : littleEndian(script.slice(at, at + lengthBytes));
            at += lengthBytes;
            if (length > script.length() - at)
                return false;
            ops.add(new Op(code, script.slice(at, at + (int) length)));
            at += (int) length;
        }
        return true;
    }

    private static long littleEndian(Bytes bytes) {
        long value = 0;
        for (int i = bytes.length() - 1; i >= 0; i--)
            value = value << Byte.SIZE | (bytes.at(i) & 0xff);
        return value;
    }

    private static String word(Op op) {
        if (op.isPush())
            return op.data().length() > MAX_NUMBER_BYTES ? op.data().hex() : Long.toString(number(op.data()));
        if (op.isSmallNumber())
            return Integer.toString(op.code() - OP_1 + 1);
        int named = op.code() - OP_NOP;
        return switch (op.code()) {
            case OP_1NEGATE -> "-1";
            case OP_RESERVED -> "OP_RESERVED";
            case OP_INVALID -> "OP_INVALIDOPCODE";
            default -> named < NAMES.size() ? "OP_" + NAMES.get(named) : "OP_UNKNOWN";
        };
    }

    /** Little-endian, the sign in the top bit. */
    private static long number(Bytes data) {
        if (data.length() == 0)
            return 0;
        long magnitude = littleEndian(data);
        long sign = 0x80L << (Byte.SIZE * (data.length() - 1));
        return (magnitude & sign) == 0 ? magnitude : -(magnitude & ~sign);
    }
}
