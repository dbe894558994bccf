package org.jackblockchain.consensus;

/**
 * The first height at which each rule binds, as Core's "buried deployments". Taproot binds from genesis everywhere.
 *
 * @param bip34 the height stands in the coinbase
 * @param bip65 OP_CHECKLOCKTIMEVERIFY, and headers below version 4 are refused
 * @param bip66 strict DER signatures, and headers below version 3 are refused
 * @param csv relative locks and median time past for locks (BIP68, BIP112, BIP113)
 * @param segwit witnesses and their commitment (BIP141, BIP143, BIP147)
 */
public record Activations(int bip34, int bip65, int bip66, int csv, int segwit) {
    public static final Activations REGTEST = new Activations(1, 1, 1, 1, 0);
    public static final Activations FROM_BLOCK_ONE = new Activations(1, 1, 1, 1, 1);
}
