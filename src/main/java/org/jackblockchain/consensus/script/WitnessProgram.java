package org.jackblockchain.consensus.script;

import java.util.Optional;

import org.jackblockchain.primitives.Bytes;

/**
 * What an output script is that leaves its conditions to the witness (BIP141).
 *
 * @param version 0 to 16
 * @param program 2 to 40 bytes
 */
public record WitnessProgram(int version, Bytes program) {
    static final int MIN_SCRIPT_BYTES = 4;
    static final int MAX_SCRIPT_BYTES = 42;
    public static final int KEY_HASH_BYTES = 20;
    public static final int SCRIPT_HASH_BYTES = 32;
    public static final int TAPROOT_BYTES = 32;
    private static final Bytes ANCHOR = Bytes.ofHex("4e73");

    public static Optional<WitnessProgram> of(Bytes script) {
        int length = script.length();
        if (length < MIN_SCRIPT_BYTES || length > MAX_SCRIPT_BYTES || script.at(1) != length - 2)
            return Optional.empty();
        int code = script.at(0) & 0xff;
        if (code != Op.OP_0 && !Op.isSmallNumber(code))
            return Optional.empty();
        int version = code == Op.OP_0 ? 0 : Op.smallNumber(code);
        return Optional.of(new WitnessProgram(version, script.slice(2, length)));
    }

    /** Version 0 and the hash of a key. */
    public boolean isKeyHash() {
        return version == 0 && program.length() == KEY_HASH_BYTES;
    }

    /** Version 0 and the hash of a script. */
    public boolean isScriptHash() {
        return version == 0 && program.length() == SCRIPT_HASH_BYTES;
    }

    /** Version 1 and a key (BIP341). Behind a script hash it means nothing yet. */
    public boolean isTaproot() {
        return version == 1 && program.length() == TAPROOT_BYTES;
    }

    /** Pay to anchor: anybody may spend it, to raise a fee. */
    public boolean isAnchor() {
        return version == 1 && program.equals(ANCHOR);
    }
}
