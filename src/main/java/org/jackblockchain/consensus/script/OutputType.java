package org.jackblockchain.consensus.script;

import java.util.Locale;

/** The forms of output script that wallets know, by Core's names. */
public enum OutputType {
    NONSTANDARD,
    /** A key and CHECKSIG. */
    PUBKEY,
    PUBKEYHASH,
    SCRIPTHASH,
    MULTISIG,
    /** OP_RETURN and pushes: data that nobody can spend. */
    NULLDATA,
    ANCHOR,
    WITNESS_V0_KEYHASH,
    WITNESS_V0_SCRIPTHASH,
    WITNESS_V1_TAPROOT,
    /** A witness program of a version without meaning yet. */
    WITNESS_UNKNOWN;

    /** In RPC, e.g. {@code witness_v0_keyhash}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
