package org.jackblockchain.consensus.script;

/** Whose rules a script runs by; they differ in limits, in signatures and in what they hash. */
enum Rules {
    /** Of before segwit, with what is behind a script hash. */
    LEGACY,
    /** BIP141 and BIP143. */
    WITNESS_V0,
    /** BIP342. */
    TAPSCRIPT
}
