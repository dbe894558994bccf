package org.jackblockchain.primitives;

/** RIPEMD-160 of SHA-256: 20 bytes that stand for a key or a script. */
public final class Hash160 {
    public static final int BYTES = Ripemd160.BYTES;

    private Hash160() {}

    public static byte[] of(byte[] bytes) {
        return Ripemd160.of(Sha256.once(bytes));
    }
}
