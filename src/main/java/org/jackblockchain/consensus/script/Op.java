package org.jackblockchain.consensus.script;

import java.util.List;

/** The operations of script by their codes, 0 to 255. The codes below {@link #OP_PUSHDATA1} push that many bytes. */
public final class Op {
    public static final int OP_0 = 0x00;
    public static final int OP_PUSHDATA1 = 0x4c;
    public static final int OP_PUSHDATA2 = 0x4d;
    public static final int OP_PUSHDATA4 = 0x4e;
    public static final int OP_1NEGATE = 0x4f;
    public static final int OP_RESERVED = 0x50;
    public static final int OP_1 = 0x51;
    public static final int OP_16 = 0x60;
    public static final int OP_NOP = 0x61;
    public static final int OP_VER = 0x62;
    public static final int OP_IF = 0x63;
    public static final int OP_NOTIF = 0x64;
    public static final int OP_VERIF = 0x65;
    public static final int OP_VERNOTIF = 0x66;
    public static final int OP_ELSE = 0x67;
    public static final int OP_ENDIF = 0x68;
    public static final int OP_VERIFY = 0x69;
    public static final int OP_RETURN = 0x6a;
    public static final int OP_TOALTSTACK = 0x6b;
    public static final int OP_FROMALTSTACK = 0x6c;
    public static final int OP_2DROP = 0x6d;
    public static final int OP_2DUP = 0x6e;
    public static final int OP_3DUP = 0x6f;
    public static final int OP_2OVER = 0x70;
    public static final int OP_2ROT = 0x71;
    public static final int OP_2SWAP = 0x72;
    public static final int OP_IFDUP = 0x73;
    public static final int OP_DEPTH = 0x74;
    public static final int OP_DROP = 0x75;
    public static final int OP_DUP = 0x76;
    public static final int OP_NIP = 0x77;
    public static final int OP_OVER = 0x78;
    public static final int OP_PICK = 0x79;
    public static final int OP_ROLL = 0x7a;
    public static final int OP_ROT = 0x7b;
    public static final int OP_SWAP = 0x7c;
    public static final int OP_TUCK = 0x7d;
    public static final int OP_CAT = 0x7e;
    public static final int OP_SUBSTR = 0x7f;
    public static final int OP_LEFT = 0x80;
    public static final int OP_RIGHT = 0x81;
    public static final int OP_SIZE = 0x82;
    public static final int OP_INVERT = 0x83;
    public static final int OP_AND = 0x84;
    public static final int OP_OR = 0x85;
    public static final int OP_XOR = 0x86;
    public static final int OP_EQUAL = 0x87;
    public static final int OP_EQUALVERIFY = 0x88;
    public static final int OP_RESERVED1 = 0x89;
    public static final int OP_RESERVED2 = 0x8a;
    public static final int OP_1ADD = 0x8b;
    public static final int OP_1SUB = 0x8c;
    public static final int OP_2MUL = 0x8d;
    public static final int OP_2DIV = 0x8e;
    public static final int OP_NEGATE = 0x8f;
    public static final int OP_ABS = 0x90;
    public static final int OP_NOT = 0x91;
    public static final int OP_0NOTEQUAL = 0x92;
    public static final int OP_ADD = 0x93;
    public static final int OP_SUB = 0x94;
    public static final int OP_MUL = 0x95;
    public static final int OP_DIV = 0x96;
    public static final int OP_MOD = 0x97;
    public static final int OP_LSHIFT = 0x98;
    public static final int OP_RSHIFT = 0x99;
    public static final int OP_BOOLAND = 0x9a;
    public static final int OP_BOOLOR = 0x9b;
    public static final int OP_NUMEQUAL = 0x9c;
    public static final int OP_NUMEQUALVERIFY = 0x9d;
    public static final int OP_NUMNOTEQUAL = 0x9e;
    public static final int OP_LESSTHAN = 0x9f;
    public static final int OP_GREATERTHAN = 0xa0;
    public static final int OP_LESSTHANOREQUAL = 0xa1;
    public static final int OP_GREATERTHANOREQUAL = 0xa2;
    public static final int OP_MIN = 0xa3;
    public static final int OP_MAX = 0xa4;
    public static final int OP_WITHIN = 0xa5;
    public static final int OP_RIPEMD160 = 0xa6;
    public static final int OP_SHA1 = 0xa7;
    public static final int OP_SHA256 = 0xa8;
    public static final int OP_HASH160 = 0xa9;
    public static final int OP_HASH256 = 0xaa;
    public static final int OP_CODESEPARATOR = 0xab;
    public static final int OP_CHECKSIG = 0xac;
    public static final int OP_CHECKSIGVERIFY = 0xad;
    public static final int OP_CHECKMULTISIG = 0xae;
    public static final int OP_CHECKMULTISIGVERIFY = 0xaf;
    public static final int OP_NOP1 = 0xb0;
    public static final int OP_CHECKLOCKTIMEVERIFY = 0xb1;
    public static final int OP_CHECKSEQUENCEVERIFY = 0xb2;
    public static final int OP_NOP4 = 0xb3;
    public static final int OP_NOP5 = 0xb4;
    public static final int OP_NOP6 = 0xb5;
    public static final int OP_NOP7 = 0xb6;
    public static final int OP_NOP8 = 0xb7;
    public static final int OP_NOP9 = 0xb8;
    public static final int OP_NOP10 = 0xb9;
    public static final int OP_CHECKSIGADD = 0xba;
    public static final int OP_INVALIDOPCODE = 0xff;

    /** From {@link #OP_NOP} on, in the order of their codes. */
    private static final List<String> NAMES = List.of(("NOP VER IF NOTIF VERIF VERNOTIF ELSE ENDIF VERIFY RETURN"
            + " TOALTSTACK FROMALTSTACK 2DROP 2DUP 3DUP 2OVER 2ROT 2SWAP IFDUP DEPTH DROP DUP NIP OVER"
            + " PICK ROLL ROT SWAP TUCK CAT SUBSTR LEFT"
            + " RIGHT SIZE INVERT AND OR XOR EQUAL EQUALVERIFY RESERVED1 RESERVED2 1ADD 1SUB 2MUL 2DIV"
            + " NEGATE ABS NOT 0NOTEQUAL ADD SUB MUL DIV MOD LSHIFT RSHIFT BOOLAND BOOLOR NUMEQUAL"
            + " NUMEQUALVERIFY NUMNOTEQUAL LESSTHAN GREATERTHAN LESSTHANOREQUAL GREATERTHANOREQUAL MIN MAX"
            + " WITHIN RIPEMD160 SHA1 SHA256 HASH160 HASH256 CODESEPARATOR CHECKSIG CHECKSIGVERIFY"
            + " CHECKMULTISIG CHECKMULTISIGVERIFY NOP1 CHECKLOCKTIMEVERIFY CHECKSEQUENCEVERIFY NOP4 NOP5"
            + " NOP6 NOP7 NOP8 NOP9 NOP10 CHECKSIGADD").split(" ", -1));

    private Op() {}

    /** As Core writes it, {@code OP_DUP}; {@code OP_UNKNOWN} for a code that means nothing. */
    public static String name(int code) {
        if (code >= OP_1 && code <= OP_16)
            return Integer.toString(smallNumber(code));
        return switch (code) {
            case OP_0 -> "0";
            case OP_PUSHDATA1 -> "OP_PUSHDATA1";
            case OP_PUSHDATA2 -> "OP_PUSHDATA2";
            case OP_PUSHDATA4 -> "OP_PUSHDATA4";
            case OP_1NEGATE -> "-1";
            case OP_RESERVED -> "OP_RESERVED";
            case OP_INVALIDOPCODE -> "OP_INVALIDOPCODE";
            default -> code >= OP_NOP && code < OP_NOP + NAMES.size() ? "OP_" + NAMES.get(code - OP_NOP) : "OP_UNKNOWN";
        };
    }

    /** Whether the operation carries the bytes that it pushes, none in the case of {@link #OP_0}. */
    public static boolean isPush(int code) {
        return code <= OP_PUSHDATA4;
    }

    /** {@link #OP_1} to {@link #OP_16}. */
    public static boolean isSmallNumber(int code) {
        return code >= OP_1 && code <= OP_16;
    }

    /** 1 to 16 for {@link #OP_1} to {@link #OP_16}, and -1 for {@link #OP_1NEGATE}. */
    public static int smallNumber(int code) {
        return code - OP_1 + 1;
    }

    /** Codes that make a tapscript valid whatever else is in it (BIP342). */
    public static boolean isSuccess(int code) {
        return code == 0x50 || code == 0x62 || (code >= 0x7e && code <= 0x81) || (code >= 0x83 && code <= 0x86)
                || code == 0x89 || code == 0x8a || code == 0x8d || code == 0x8e || (code >= 0x95 && code <= 0x99)
                || (code >= 0xbb && code <= 0xfe);
    }

    /** Codes that fail a script of before taproot even where they are not run (CVE-2010-5137). */
    static boolean isDisabled(int code) {
        return switch (code) {
            case OP_CAT, OP_SUBSTR, OP_LEFT, OP_RIGHT, OP_INVERT, OP_AND, OP_OR, OP_XOR, OP_2MUL, OP_2DIV, OP_MUL,
                    OP_DIV, OP_MOD, OP_LSHIFT, OP_RSHIFT ->
                true;
            default -> false;
        };
    }
}
