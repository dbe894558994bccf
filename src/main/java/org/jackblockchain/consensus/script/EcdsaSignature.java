package org.jackblockchain.consensus.script;

import java.util.Arrays;
import java.util.Optional;

import org.jackblockchain.primitives.Hex;

/**
 * The two numbers of an ECDSA signature.
 *
 * @param compact R and S, 32 bytes each, big-endian; all zero if one of them is not below the curve's order
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares or changes them
record EcdsaSignature(byte[] compact) {
    private static final int NUMBER_BYTES = 32;
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;
    private static final int LONG_FORM = 0x80;
    /** The most bytes of a length, leading zeros aside: an integer of 16 MB is beyond any script. */
    private static final int MAX_LENGTH_BYTES = 3;

    private static final byte[] ORDER = Hex
            .parse("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
    private static final byte[] HALF_ORDER = Hex
            .parse("7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0");

    /**
     * Reads DER as OpenSSL once did: lengths that are too long, zeros in front, bytes behind. Numbers that look
     * negative are read as positive.
     */
    static Optional<EcdsaSignature> readLax(byte[] der) {
        var in = new LaxDer(der);
        if (!in.skip(SEQUENCE) || !in.skipLength())
            return Optional.empty();
        byte[] compact = new byte[2 * NUMBER_BYTES];
        boolean fits = true;
        for (int i = 0; i < 2; i++) {
            if (!in.skip(INTEGER) || !in.readNumber())
                return Optional.empty();
            fits &= in.copyNumber(compact, i * NUMBER_BYTES);
        }
        return Optional.of(new EcdsaSignature(fits ? compact : new byte[2 * NUMBER_BYTES]));
    }

    boolean isLowS() {
        return Arrays.compareUnsigned(compact, NUMBER_BYTES, compact.length, HALF_ORDER, 0, NUMBER_BYTES) <= 0;
    }

    /** The same signature with the lower of its two S. */
    EcdsaSignature lowS() {
        if (isLowS())
            return this;
        byte[] low = compact.clone();
        int borrow = 0;
        for (int i = NUMBER_BYTES - 1; i >= 0; i--) {
            int digit = (ORDER[i] & 0xff) - (low[NUMBER_BYTES + i] & 0xff) - borrow;
            low[NUMBER_BYTES + i] = (byte) digit;
            borrow = digit < 0 ? 1 : 0;
        }
        return new EcdsaSignature(low);
    }

    /** Strict DER and a hash type behind it (BIP66): the shortest form of two positive numbers, and nothing more. */
    static boolean isStrict(byte[] signature) {
        int length = signature.length;
        if (length < 9 || length > 73 || signature[0] != SEQUENCE || (signature[1] & 0xff) != length - 3)
            return false;
        int lengthR = signature[3] & 0xff;
        if (5 + lengthR >= length)
            return false;
        int lengthS = signature[5 + lengthR] & 0xff;
        return lengthR + lengthS + 7 == length && isStrictNumber(signature, 2, lengthR)
                && isStrictNumber(signature, 4 + lengthR, lengthS);
    }

    /** Whether the byte behind the signature is one of the hash types that mean something. */
    static boolean hasDefinedType(byte[] signature) {
        int type = signature[signature.length - 1] & 0xff & ~Sighash.ANYONE_CAN_PAY;
        return type >= Sighash.ALL && type <= Sighash.SINGLE;
    }

    private static boolean isStrictNumber(byte[] signature, int at, int length) {
        if (signature[at] != INTEGER || length == 0 || signature[at + 2] < 0)
            return false;
        return length == 1 || signature[at + 2] != 0 || signature[at + 3] < 0;
    }

    /** A place in bytes that are read as DER, with few questions asked. */
    private static final class LaxDer {
        private final byte[] der;
        private int at;
        private int start;

        LaxDer(byte[] der) {
            this.der = der;
        }

        boolean skip(int tag) {
            return at < der.length && der[at++] == tag;
        }

        /** The sequence's own length is not looked at. */
        boolean skipLength() {
            if (at == der.length)
                return false;
            int first = der[at++] & 0xff;
            int more = first >= LONG_FORM ? first - LONG_FORM : 0;
            if (more > der.length - at)
                return false;
            at += more;
            return true;
        }

        /** Steps over a length and as many bytes, which are the number. */
        boolean readNumber() {
            if (at == der.length)
                return false;
            int length = der[at++] & 0xff;
            if (length >= LONG_FORM) {
                int more = length - LONG_FORM;
                if (more > der.length - at)
                    return false;
                length = longLength(more);
            }
            if (length < 0 || length > der.length - at)
                return false;
            start = at;
            at += length;
            return true;
        }

        private int longLength(int bytes) {
            int end = at + bytes;
            while (at < end && der[at] == 0)
                at++;
            if (end - at > MAX_LENGTH_BYTES)
                return -1;
            int length = 0;
            while (at < end)
                length = length << Byte.SIZE | (der[at++] & 0xff);
            return length;
        }

        /** False, and nothing copied, if the number is not below the order. */
        boolean copyNumber(byte[] target, int offset) {
            int from = start;
            while (from < at && der[from] == 0)
                from++;
            int length = at - from;
            if (length > NUMBER_BYTES)
                return false;
            System.arraycopy(der, from, target, offset + NUMBER_BYTES - length, length);
            return Arrays.compareUnsigned(target, offset, offset + NUMBER_BYTES, ORDER, 0, NUMBER_BYTES) < 0;
        }
    }
}
