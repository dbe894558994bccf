package org.jackblockchain.primitives;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.ChaCha20ParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A hash of a set, whatever the order of its elements: the product of a number of 3,072 bits for each, modulo a prime
 * (Bellare and Micciancio, 1997; in Core's form). Not thread-safe.
 */
public final class MuHash {
    /** What is kept of a set to go on from. */
    public static final int BYTES = 384;
    private static final BigInteger PRIME = BigInteger.TWO.pow(8 * BYTES).subtract(BigInteger.valueOf(1_103_717));
    private static final int NONCE_BYTES = 12;

    private BigInteger product = BigInteger.ONE;
    /** Of what was taken out: dividing costs much, so it is put off. */
    private BigInteger removed = BigInteger.ONE;

    /**
     * The set that was written by {@link #toBytes}.
     *
     * @throws IllegalArgumentException unless these are {@link #BYTES} bytes
     */
    public static MuHash of(byte[] bytes) {
        if (bytes.length != BYTES)
            throw new IllegalArgumentException(bytes.length + " bytes");
        var hash = new MuHash();
        hash.product = new BigInteger(1, reversed(bytes));
        return hash;
    }

    /** The set, {@link #BYTES} long. */
    public byte[] toBytes() {
        if (!removed.equals(BigInteger.ONE)) {
            product = product.multiply(removed.modInverse(PRIME)).mod(PRIME);
            removed = BigInteger.ONE;
        }
        byte[] number = product.toByteArray();
        byte[] littleEndian = new byte[BYTES];
        for (int i = 0; i < Math.min(BYTES, number.length); i++)
            littleEndian[i] = number[number.length - 1 - i];
        return littleEndian;
    }

    /** Takes an element out that was put in. */
    public MuHash remove(byte[] element) {
        removed = removed.multiply(numberOf(element)).mod(PRIME);
        return this;
    }

    public MuHash add(byte[] element) {
        product = product.multiply(numberOf(element)).mod(PRIME);
        return this;
    }

    /** The element's SHA-256 as a key of ChaCha20, whose first 384 bytes are the number, little-endian. */
    private static BigInteger numberOf(byte[] element) {
        try {
            var cipher = Cipher.getInstance("ChaCha20");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(Sha256.once(element), "ChaCha20"),
                    new ChaCha20ParameterSpec(new byte[NONCE_BYTES], 0));
            return new BigInteger(1, reversed(cipher.doFinal(new byte[BYTES])));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM lacks ChaCha20", e);
        }
    }

    /** 32 bytes, as they are; shown, they are reversed. */
    public byte[] digest() {
        return Sha256.once(toBytes());
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++)
            reversed[i] = bytes[bytes.length - 1 - i];
        return reversed;
    }
}
