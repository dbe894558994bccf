package org.jackblockchain.consensus.script;

/** A rule that scripts are checked by or not, by Core's name. Each only forbids: more flags never let more through. */
public enum ScriptFlag {
    /** What pays to a script's hash runs that script (BIP16). */
    P2SH,
    /** Signatures in strict DER with a defined hash type; keys compressed or uncompressed. */
    STRICTENC,
    /** Signatures in strict DER (BIP66). */
    DERSIG,
    /** The lower of the two S that a signature could have (BIP62). */
    LOW_S,
    /** The item that CHECKMULTISIG takes by mistake is empty (BIP147). */
    NULLDUMMY,
    /** Inputs push data and do nothing else. */
    SIGPUSHONLY,
    /** Pushes and numbers in their shortest form. */
    MINIMALDATA,
    DISCOURAGE_UPGRADABLE_NOPS,
    /** One item is left at the end. Only with {@link #P2SH} and {@link #WITNESS}. */
    CLEANSTACK,
    /** BIP65. */
    CHECKLOCKTIMEVERIFY,
    /** BIP112. */
    CHECKSEQUENCEVERIFY,
    /** Segregated witness (BIP141, BIP143). Only with {@link #P2SH}. */
    WITNESS,
    DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM,
    /** What IF takes in a version 0 witness script is empty or 1. */
    MINIMALIF,
    /** A signature that fails is empty (BIP146). */
    NULLFAIL,
    /** Keys in version 0 witness scripts are compressed. */
    WITNESS_PUBKEYTYPE,
    /** No CODESEPARATOR and no signature inside a script of before segwit. */
    CONST_SCRIPTCODE,
    /** Taproot and tapscript (BIP341, BIP342). */
    TAPROOT,
    DISCOURAGE_UPGRADABLE_TAPROOT_VERSION,
    DISCOURAGE_OP_SUCCESS,
    DISCOURAGE_UPGRADABLE_PUBKEYTYPE;

    @SuppressWarnings("EnumOrdinal") // which bit it is is nobody else's business
    int bit() {
        return 1 << ordinal();
    }
}
