package org.jackblockchain.rpc;

import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jackblockchain.consensus.script.Curve;
import org.jackblockchain.primitives.Base58;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Hash160;

/**
 * A key that others follow from (BIP32), as test networks write it: {@code tpub…} and {@code tprv…}.
 *
 * @param place how deep it is (a byte), the fingerprint of the key above (4) and its number there (4)
 * @param point the public key, compressed
 * @param secret empty where only public keys can be told
 */
record ExtendedKey(Bytes place, Bytes chainCode, Bytes point, Optional<Bytes> secret) {
    /** The bit of a number that asks for the secret. */
    static final int HARDENED = 0x8000_0000;

    private static final Bytes PUBLIC = Bytes.ofHex("043587cf");
    private static final Bytes SECRET = Bytes.ofHex("04358394");
    private static final Bytes NOWHERE = Bytes.of(new byte[9]);
    private static final int MAX_DEPTH = 255;
    private static final int VERSION_BYTES = 4;
    private static final int PLACE_END = VERSION_BYTES + 9;
    private static final int CODE_END = PLACE_END + 32;
    private static final int BYTES = CODE_END + 33;
    private static final int FINGERPRINT_BYTES = 4;
    private static final String HMAC = "HmacSHA512";

    /** In base58; empty for anything else. */
    static Optional<ExtendedKey> parse(String text) {
        return Base58.decodeChecked(text, BYTES).filter(bytes -> bytes.length() == BYTES).flatMap(ExtendedKey::read);
    }

    private static Optional<ExtendedKey> read(Bytes bytes) {
        Bytes version = bytes.slice(0, VERSION_BYTES);
        Bytes place = bytes.slice(VERSION_BYTES, PLACE_END);
        Bytes code = bytes.slice(PLACE_END, CODE_END);
        Bytes key = bytes.slice(CODE_END, BYTES);
        if (place.at(0) == 0 && !place.equals(NOWHERE))
            return Optional.empty();
        if (version.equals(PUBLIC) && Curve.isKey(key.toArray()))
            return Optional.of(new ExtendedKey(place, code, key, Optional.empty()));
        Bytes secret = key.slice(1, key.length());
        if (version.equals(SECRET) && key.at(0) == 0 && Curve.isSecret(secret.toArray()))
            return Optional.of(ofSecret(place, code, secret));
        return Optional.empty();
    }

    private static ExtendedKey ofSecret(Bytes place, Bytes code, Bytes secret) {
        return new ExtendedKey(place, code, Bytes.of(Curve.publicKey(secret.toArray())), Optional.of(secret));
    }

    /** In base58, without the secret. */
    String publicText() {
        return Base58.encodeChecked(
                new ByteWriter(BYTES).bytes(PUBLIC).bytes(place).bytes(chainCode).bytes(point).toBytes());
    }

    /** What keys below it are known by, and this key in descriptors: four bytes. */
    Bytes fingerprint() {
        return Bytes.of(Hash160.of(point.toArray())).slice(0, FINGERPRINT_BYTES);
    }

    /**
     * The key below with this number.
     *
     * @param number with {@link #HARDENED} or without
     * @return empty where that asks for a secret that is not here, or nothing can be so deep
     */
    Optional<ExtendedKey> child(int number) {
        int depth = place.at(0) & 0xff;
        boolean hardened = (number & HARDENED) != 0;
        if (depth == MAX_DEPTH || (hardened && secret.isEmpty()))
            return Optional.empty();
        var message = new ByteWriter(37);
        if (hardened)
            message.u8(0).bytes(secret.orElseThrow());
        else
            message.bytes(point);
        Bytes mac = Bytes.of(hmac(bigEndian(message, number).toArray()));
        byte[] tweak = mac.slice(0, Curve.BYTES).toArray();
        Bytes code = mac.slice(Curve.BYTES, mac.length());
        Bytes below = bigEndian(new ByteWriter(9).u8(depth + 1).bytes(fingerprint()), number).toBytes();
        return secret.isPresent()
                ? Curve.addToSecret(secret.get().toArray(), tweak).map(sum -> ofSecret(below, code, Bytes.of(sum)))
                : Curve.addToKey(point.toArray(), tweak)
                        .map(sum -> new ExtendedKey(below, code, Bytes.of(sum), Optional.empty()));
    }

    private static ByteWriter bigEndian(ByteWriter out, int number) {
        return out.i32(Integer.reverseBytes(number));
    }

    private byte[] hmac(byte[] message) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(chainCode.toArray(), HMAC));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }
}
