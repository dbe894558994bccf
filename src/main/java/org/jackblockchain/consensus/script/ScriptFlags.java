package org.jackblockchain.consensus.script;

import java.util.Arrays;
import java.util.stream.Collectors;

/** An immutable set of {@link ScriptFlag}. */
public record ScriptFlags(int bits) {
    public static final ScriptFlags NONE = new ScriptFlags(0);

    /** What blocks on a chain with every deployment active must keep, but for the exceptions that chains name. */
    public static final ScriptFlags MANDATORY = of(ScriptFlag.P2SH, ScriptFlag.DERSIG, ScriptFlag.NULLDUMMY,
            ScriptFlag.CHECKLOCKTIMEVERIFY, ScriptFlag.CHECKSEQUENCEVERIFY, ScriptFlag.WITNESS, ScriptFlag.TAPROOT);

    /** What a transaction must keep to be relayed. */
    public static final ScriptFlags STANDARD = MANDATORY.plus(ScriptFlag.STRICTENC, ScriptFlag.MINIMALDATA,
            ScriptFlag.DISCOURAGE_UPGRADABLE_NOPS, ScriptFlag.CLEANSTACK, ScriptFlag.MINIMALIF, ScriptFlag.NULLFAIL,
            ScriptFlag.LOW_S, ScriptFlag.DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM, ScriptFlag.WITNESS_PUBKEYTYPE,
            ScriptFlag.CONST_SCRIPTCODE, ScriptFlag.DISCOURAGE_UPGRADABLE_TAPROOT_VERSION,
            ScriptFlag.DISCOURAGE_OP_SUCCESS, ScriptFlag.DISCOURAGE_UPGRADABLE_PUBKEYTYPE);

    public static ScriptFlags of(ScriptFlag... flags) {
        return NONE.plus(flags);
    }

    public boolean has(ScriptFlag flag) {
        return (bits & flag.bit()) != 0;
    }

    public ScriptFlags plus(ScriptFlag... flags) {
        return new ScriptFlags(bits | bitsOf(flags));
    }

    public ScriptFlags minus(ScriptFlag... flags) {
        return new ScriptFlags(bits & ~bitsOf(flags));
    }

    private static int bitsOf(ScriptFlag... flags) {
        int bits = 0;
        for (ScriptFlag flag : flags)
            bits |= flag.bit();
        return bits;
    }

    @Override
    public String toString() {
        return Arrays.stream(ScriptFlag.values()).filter(this::has).map(ScriptFlag::name)
                .collect(Collectors.joining(","));
    }
}
