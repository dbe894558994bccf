package org.jackblockchain.consensus.script;

import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

import org.jackblockchain.primitives.Bytes;

/** Scripts in Core's words: each operation's name, data in hex, and data that could be a number as one. */
public final class ScriptText {
    private static final int MAX_NUMBER_BYTES = 4;
    private static final Map<Integer, String> HASH_TYPES = Map.of(0x01, "ALL", 0x02, "NONE", 0x03, "SINGLE", 0x81,
            "ALL|ANYONECANPAY", 0x82, "NONE|ANYONECANPAY", 0x83, "SINGLE|ANYONECANPAY");

    private ScriptText() {}

    /** Ends in {@code [error]} where the last push is cut off. */
    public static String of(Bytes script) {
        return words(script, false);
    }

    /** What unlocks: a signature's last byte is named, as in {@code 3044…[ALL]}. */
    public static String ofScriptSig(Bytes script) {
        return words(script, !Scripts.isUnspendable(script));
    }

    private static String words(Bytes script, boolean namesHashTypes) {
        var words = new StringJoiner(" ");
        var in = new ScriptReader(script);
        while (in.hasNext()) {
            if (!in.next())
                return words.add("[error]").toString();
            words.add(Op.isPush(in.code()) ? data(in.data(), namesHashTypes) : Op.name(in.code()));
        }
        return words.toString();
    }

    private static String data(Bytes data, boolean namesHashTypes) {
        if (data.length() <= MAX_NUMBER_BYTES)
            return Long.toString(number(data));
        Optional<String> signature = namesHashTypes ? signature(data) : Optional.empty();
        return signature.orElse(data.hex());
    }

    private static Optional<String> signature(Bytes data) {
        if (!Scripts.isStrictSignature(data))
            return Optional.empty();
        int last = data.length() - 1;
        return Optional.ofNullable(HASH_TYPES.get(data.at(last) & 0xff))
                .map(type -> data.slice(0, last).hex() + "[" + type + "]");
    }

    /** Little-endian, the sign in the top bit. */
    private static long number(Bytes data) {
        if (data.length() == 0)
            return 0;
        long magnitude = 0;
        for (int i = data.length() - 1; i >= 0; i--)
            magnitude = magnitude << Byte.SIZE | (data.at(i) & 0xff);
        long sign = 0x80L << (Byte.SIZE * (data.length() - 1));
        return (magnitude & sign) == 0 ? magnitude : -(magnitude & ~sign);
    }
}
