package org.jackblockchain.consensus.script;

import fr.acinq.secp256k1.Secp256k1;
import fr.acinq.secp256k1.Secp256k1Exception;
import java.util.Arrays;
import java.util.Optional;

import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.LittleEndian;

/** Signatures and keys of secp256k1, by libsecp256k1. Its native code is loaded when it is first needed. */
public final class Curve {
    /** Of a secret key, of a hash that is signed, and of the key of a Schnorr signature, which is its X alone. */
    public static final int BYTES = 32;
    static final int COMPRESSED_BYTES = 33;
    static final int UNCOMPRESSED_BYTES = 65;
    static final int SCHNORR_BYTES = 64;
    private static final int EVEN = 2;
    /** What the first byte of a signature that tells its key begins with. */
    private static final int RECOVERABLE = 27;
    private static final int RECOVERABLE_KEYS = 4;

    private Curve() {}

    /** How long a key of ECDSA is that begins with this byte; 0 if none does. */
    static int keyLength(byte first) {
        return switch (first) {
            case 2, 3 -> COMPRESSED_BYTES;
            case 4, 6, 7 -> UNCOMPRESSED_BYTES;
            default -> 0;
        };
    }

    /**
     * Whether an ECDSA signature is good, with either S.
     *
     * @param key compressed, uncompressed, or a hybrid of the two
     * @param signature DER as loosely as OpenSSL once took it, without a hash type
     */
    public static boolean verifyEcdsa(byte[] hash, byte[] key, byte[] signature) {
        if (key.length == 0 || key.length != keyLength(key[0]))
            return false;
        Optional<EcdsaSignature> parsed = EcdsaSignature.readLax(signature);
        try {
            return parsed.isPresent() && Secp256k1.get().verify(parsed.get().lowS().compact(), hash, key);
        } catch (Secp256k1Exception _) {
            // the key is no point of the curve, or a number of the signature is zero
            return false;
        }
    }

    /** Whether a signature is good (BIP340). */
    static boolean verifySchnorr(byte[] hash, byte[] key, byte[] signature) {
        try {
            return Secp256k1.get().verifySchnorr(signature, hash, key);
        } catch (Secp256k1Exception _) {
            // the key is no X of the curve
            return false;
        }
    }

    /** Whether the output key, whose Y has this parity, is the internal key with the tweak added (BIP341). */
    static boolean isTweaked(byte[] outputKey, int parity, byte[] internalKey, byte[] tweak) {
        Optional<byte[]> sum = add(internalKey, tweak);
        return sum.isPresent() && (sum.get()[0] & 1) == parity
                && Arrays.equals(sum.get(), 1, COMPRESSED_BYTES, outputKey, 0, BYTES);
    }

    /** Whether 32 bytes are the X of a point, as the key of a taproot output has to be. */
    public static boolean isX(byte[] x) {
        return isKey(withEvenY(x));
    }

    /** Whether the bytes are a key of ECDSA, in any of its forms. */
    public static boolean isKey(byte[] key) {
        if (key.length == 0 || key.length != keyLength(key[0]))
            return false;
        try {
            Secp256k1.get().pubkeyParse(key);
            return true;
        } catch (Secp256k1Exception _) {
            return false;
        }
    }

    /**
     * The key, compressed, that an internal key of 32 bytes and a tweak make.
     *
     * @return empty if the internal key is none, or the tweak is not below the curve's order
     */
    public static Optional<byte[]> add(byte[] internalKey, byte[] tweak) {
        try {
            byte[] sum = Secp256k1.get().pubKeyTweakAdd(withEvenY(internalKey), tweak);
            return Optional.of(compressed(sum));
        } catch (Secp256k1Exception _) {
            return Optional.empty();
        }
    }

    /**
     * The key, compressed, that a key and a tweak make (BIP32).
     *
     * @param key compressed
     * @return empty if the tweak is not below the curve's order, or there is no such key
     */
    public static Optional<byte[]> addToKey(byte[] key, byte[] tweak) {
        try {
            return Optional.of(compressed(Secp256k1.get().pubKeyTweakAdd(key, tweak)));
        } catch (Secp256k1Exception _) {
            return Optional.empty();
        }
    }

    /** The secret to that key. */
    public static Optional<byte[]> addToSecret(byte[] secret, byte[] tweak) {
        try {
            return Optional.of(Secp256k1.get().privKeyTweakAdd(secret, tweak));
        } catch (Secp256k1Exception _) {
            return Optional.empty();
        }
    }

    private static byte[] withEvenY(byte[] x) {
        return new ByteWriter(COMPRESSED_BYTES).u8(EVEN).array(x).toArray();
    }

    private static byte[] compressed(byte[] key) {
        return key.length == COMPRESSED_BYTES ? key : Secp256k1.get().pubKeyCompress(key);
    }

    public static boolean isSecret(byte[] secret) {
        return secret.length == BYTES && Secp256k1.get().secKeyVerify(secret);
    }

    /** The key to a secret, compressed. */
    public static byte[] publicKey(byte[] secret) {
        return compressed(Secp256k1.get().pubkeyCreate(secret));
    }

    /** The key to a secret in its long form, 65 bytes. */
    public static byte[] uncompressedPublicKey(byte[] secret) {
        return Secp256k1.get().pubkeyCreate(secret);
    }

    /** DER without a hash type, with the low S and, as Core looks for it, an R that needs no leading zero. */
    public static byte[] signEcdsa(byte[] secret, byte[] hash) {
        byte[] first = Secp256k1.get().sign(hash, secret, null);
        byte[] compact = first;
        byte[] extra = new byte[BYTES];
        for (int counter = 1; compact[0] < 0; counter++) {
            LittleEndian.putInt(extra, 0, counter);
            compact = Secp256k1.get().sign(hash, secret, extra);
            if (Arrays.equals(compact, first))
                break; // a library that takes no extra entropy: what it has made is good, only a byte longer
        }
        return Secp256k1.get().compact2der(compact);
    }

    /**
     * A signature that tells its key: one byte that says which of the possible keys it is and in what form, then 64.
     *
     * @param compressed the key's form
     */
    public static byte[] signRecoverable(byte[] secret, byte[] hash, boolean compressed) {
        byte[] compact = Secp256k1.get().sign(hash, secret, null);
        byte[] key = publicKey(secret);
        for (int which = 0; which < RECOVERABLE_KEYS; which++) {
            if (Arrays.equals(recovered(compact, hash, which).orElse(null), key))
                return new ByteWriter(1 + SCHNORR_BYTES).u8(RECOVERABLE + which + (compressed ? RECOVERABLE_KEYS : 0))
                        .array(compact).toArray();
        }
        throw new IllegalStateException("a signature that is of none of its keys");
    }

    /** The key of such a signature, in its form; empty if there is none. */
    public static Optional<byte[]> recover(byte[] signature, byte[] hash) {
        int which = signature.length == 1 + SCHNORR_BYTES ? (signature[0] & 0xff) - RECOVERABLE : -1;
        if (which < 0 || which >= 2 * RECOVERABLE_KEYS)
            return Optional.empty();
        byte[] compact = Arrays.copyOfRange(signature, 1, signature.length);
        return recovered(compact, hash, which % RECOVERABLE_KEYS)
                .map(key -> which < RECOVERABLE_KEYS ? Secp256k1.get().pubkeyParse(key) : key);
    }

    private static Optional<byte[]> recovered(byte[] compact, byte[] hash, int which) {
        try {
            return Optional.of(compressed(Secp256k1.get().ecdsaRecover(compact, hash, which)));
        } catch (Secp256k1Exception _) {
            // there is no such point
            return Optional.empty();
        }
    }

    /**
     * 64 bytes (BIP340).
     *
     * @param chance 32 bytes that need not be secret, so that the secret does not leak by side channels
     */
    public static byte[] signSchnorr(byte[] secret, byte[] hash, byte[] chance) {
        return Secp256k1.get().signSchnorr(hash, secret, chance);
    }

    /** The secret to an output key: that to the internal key, of even Y, with the tweak added (BIP341). */
    public static byte[] tweakedSecret(byte[] secret, byte[] tweak) {
        byte[] even = publicKey(secret)[0] == EVEN ? secret : Secp256k1.get().privKeyNegate(secret);
        return Secp256k1.get().privKeyTweakAdd(even, tweak);
    }
}
