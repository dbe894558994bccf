package org.jackblockchain.consensus.script;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Hex;

/**
 * Scripts in the words of Core's test vectors: operations with or without {@code OP_}, numbers, text in quotes that is
 * pushed, and bytes after {@code 0x} that stand for themselves.
 */
final class Asm {
    private static final Map<String, Integer> CODES = codes();

    private Asm() {}

    private static Map<String, Integer> codes() {
        var codes = new HashMap<String, Integer>();
        for (int code = Op.OP_NOP; code <= Op.OP_CHECKSIGADD; code++) {
            codes.put(Op.name(code), code);
            codes.put(Op.name(code).substring(3), code);
        }
        codes.put("OP_RESERVED", Op.OP_RESERVED);
        codes.put("RESERVED", Op.OP_RESERVED);
        return codes;
    }

    static Bytes script(String words) {
        var out = new ByteWriter();
        for (String word : words.split("[ \\t\\n]+", -1)) {
            if (!word.isEmpty())
                write(word, out);
        }
        return out.toBytes();
    }

    private static void write(String word, ByteWriter out) {
        if (word.matches("-?\\d+")) {
            out.bytes(Scripts.pushNumber(Long.parseLong(word)));
        } else if (word.startsWith("0x")) {
            out.array(Hex.parse(word.substring(2)));
        } else if (word.startsWith("'") && word.endsWith("'") && word.length() >= 2) {
            byte[] text = word.substring(1, word.length() - 1).getBytes(StandardCharsets.ISO_8859_1);
            out.bytes(Scripts.pushData(Bytes.of(text)));
        } else {
            Integer code = CODES.get(word);
            if (code == null)
                throw new IllegalArgumentException("no operation: " + word);
            out.u8(code);
        }
    }

    /** Flags by name, separated by commas; none for nothing or NONE. */
    static ScriptFlags flags(String names) {
        ScriptFlags flags = ScriptFlags.NONE;
        if (names.isEmpty() || names.equals("NONE"))
            return flags;
        for (String name : names.split(",", -1))
            flags = flags.plus(ScriptFlag.valueOf(name));
        return flags;
    }
}
