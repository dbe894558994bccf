package org.jackblockchain.consensus.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jackblockchain.primitives.Bytes;

/**
 * What form an output script has, and what it asks for.
 *
 * @param parts the key, the hash or the program; for a multisig its keys, in the script's order
 * @param required how many signatures a multisig asks for; the version of an unknown witness program; otherwise 0
 */
public record Solution(OutputType type, List<Bytes> parts, int required) {
    private static final int COMPRESSED = 33;
    private static final int UNCOMPRESSED = 65;

    public Solution {
        parts = List.copyOf(parts);
    }

    /** In Core's order of trials. */
    public static Solution of(Bytes script) {
        if (Scripts.isPayToScriptHash(script))
            return one(OutputType.SCRIPTHASH, script.slice(2, 22));
        Optional<WitnessProgram> program = WitnessProgram.of(script);
        if (program.isPresent())
            return of(program.get());
        if (script.length() > 0 && code(script, 0) == Op.OP_RETURN
                && Scripts.isPushOnly(script.slice(1, script.length()))) {
            return new Solution(OutputType.NULLDATA, List.of(), 0);
        }
        return key(script).or(() -> keyHash(script)).or(() -> multisig(script))
                .orElse(new Solution(OutputType.NONSTANDARD, List.of(), 0));
    }

    private static Solution of(WitnessProgram program) {
        if (program.isKeyHash())
            return one(OutputType.WITNESS_V0_KEYHASH, program.program());
        if (program.isScriptHash())
            return one(OutputType.WITNESS_V0_SCRIPTHASH, program.program());
        if (program.isTaproot())
            return one(OutputType.WITNESS_V1_TAPROOT, program.program());
        if (program.isAnchor())
            return new Solution(OutputType.ANCHOR, List.of(), 0);
        return program.version() == 0
                ? new Solution(OutputType.NONSTANDARD, List.of(), 0)
                : new Solution(OutputType.WITNESS_UNKNOWN, List.of(program.program()), program.version());
    }

    private static Solution one(OutputType type, Bytes part) {
        return new Solution(type, List.of(part), 0);
    }

    private static Optional<Solution> key(Bytes script) {
        int length = script.length() - 2;
        if ((length != COMPRESSED && length != UNCOMPRESSED) || code(script, 0) != length
                || code(script, length + 1) != Op.OP_CHECKSIG) {
            return Optional.empty();
        }
        Bytes key = script.slice(1, length + 1);
        return hasKeyLength(key) ? Optional.of(one(OutputType.PUBKEY, key)) : Optional.empty();
    }

    private static Optional<Solution> keyHash(Bytes script) {
        boolean fits = script.length() == 25 && code(script, 0) == Op.OP_DUP && code(script, 1) == Op.OP_HASH160
                && code(script, 2) == 20 && code(script, 23) == Op.OP_EQUALVERIFY
                && code(script, 24) == Op.OP_CHECKSIG;
        return fits ? Optional.of(one(OutputType.PUBKEYHASH, script.slice(3, 23))) : Optional.empty();
    }

    private static Optional<Solution> multisig(Bytes script) {
        int last = script.length() - 1;
        if (last < 0 || code(script, last) != Op.OP_CHECKMULTISIG)
            return Optional.empty();
        var in = new ScriptReader(script);
        int required = in.next() ? number(in) : 0;
        if (required < 1)
            return Optional.empty();
        var keys = new ArrayList<Bytes>();
        while (in.next() && hasKeyLength(in.data()))
            keys.add(in.data());
        int count = number(in);
        boolean fits = count >= required && count == keys.size() && in.position() == last;
        return fits ? Optional.of(new Solution(OutputType.MULTISIG, keys, required)) : Optional.empty();
    }

    /** From 1 to the most keys that a multisig has, in its shortest form; otherwise 0. */
    private static int number(ScriptReader in) {
        if (Op.isSmallNumber(in.code()))
            return Op.smallNumber(in.code());
        byte[] data = in.dataArray();
        boolean readable = Op.isPush(in.code()) && Scripts.isMinimalPush(data, in.code())
                && data.length <= ScriptNumber.MAX_BYTES && ScriptNumber.isMinimal(data);
        long value = readable ? ScriptNumber.value(data) : 0;
        return value >= 1 && value <= Limits.MAX_MULTISIG_KEYS ? (int) value : 0;
    }

    /** The first byte of a key says how long it is. */
    private static boolean hasKeyLength(Bytes key) {
        return key.length() > 0 && key.length() == Curve.keyLength(key.at(0));
    }

    private static int code(Bytes script, int at) {
        return script.at(at) & 0xff;
    }
}
