package org.jackblockchain.consensus.script;

import java.util.Arrays;
import java.util.Optional;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Sha256;
import org.jspecify.annotations.Nullable;

/** Keys that everybody knows, and signatures by them. */
final class Keys {
    private Keys() {}

    static byte[] secret(int key) {
        byte[] secret = new byte[32];
        Arrays.fill(secret, (byte) (key + 1));
        return secret;
    }

    /** Compressed. */
    static byte[] key(int key) {
        return Curve.publicKey(secret(key));
    }

    /** 32 bytes. */
    static byte[] x(int key) {
        return Arrays.copyOfRange(key(key), 1, 33);
    }

    /** With the hash type behind it. */
    static Bytes ecdsa(int key, SignedTransaction tx, int input, Rules rules, byte[] code, int type) {
        byte[] hash = rules == Rules.LEGACY
                ? Sighash.legacy(tx, input, code, type)
                : Sighash.segwitV0(tx, input, code, type);
        return new ByteWriter().array(Curve.signEcdsa(secret(key), hash)).u8(type).toBytes();
    }

    /** With the hash type behind it, if it is not the default. What cannot be signed is signed wrongly. */
    static Bytes schnorr(byte[] secret, SignedTransaction tx, int input, int type, Sighash.TaprootPlace place) {
        byte[] hash = Sighash.taproot(tx, input, type, place).orElse(new byte[32]);
        var out = new ByteWriter().array(Curve.signSchnorr(secret, hash, new byte[32]));
        return (type == Sighash.DEFAULT ? out : out.u8(type)).toBytes();
    }

    static Sighash.TaprootPlace place(Optional<Bytes> annex, byte @Nullable [] leafHash, int separator) {
        byte[] annexHash = annex.map(it -> Sha256.once(new ByteWriter().varBytes(it).toArray())).orElse(null);
        return new Sighash.TaprootPlace(annexHash, leafHash, separator);
    }
}
