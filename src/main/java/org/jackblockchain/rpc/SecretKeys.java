package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.jackblockchain.consensus.script.Curve;
import org.jackblockchain.consensus.script.Taproot;
import org.jackblockchain.primitives.Base58;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Hash160;

/** Secret keys that a caller names, by what outputs ask for. Lives as long as the call. */
final class SecretKeys {
    private static final int WIF_VERSION = 0xef;
    private static final int SECRET_BYTES = 32;
    private static final int WIF_BYTES = 1 + SECRET_BYTES + 1;
    private static final byte[] NO_TREE = {};

    /** @param point the public key in the form that the secret was written for */
    record Key(Bytes secret, Bytes point, boolean compressed) {
        Bytes hash() {
            return Bytes.of(Hash160.of(point.toArray()));
        }
    }

    private final Map<Bytes, Key> byPart = new HashMap<>();
    private final Map<Bytes, Bytes> taproot = new HashMap<>();

    /** Nobody's. */
    static SecretKeys none() {
        return new SecretKeys();
    }

    /** @throws RpcError for a text that is no secret key */
    static SecretKeys of(JsonNode texts) {
        var keys = new SecretKeys();
        for (JsonNode text : texts)
            keys.add(parse(Args.text(text))
                    .orElseThrow(() -> new RpcError(RpcError.Code.NOT_FOUND, "Invalid private key")));
        return keys;
    }

    /** In base58, as wallets export it; empty for anything else. */
    static Optional<Key> parse(String text) {
        return Base58.decodeChecked(text, WIF_BYTES).filter(SecretKeys::isWif).flatMap(SecretKeys::key);
    }

    private static boolean isWif(Bytes bytes) {
        return bytes.length() > 0 && (bytes.at(0) & 0xff) == WIF_VERSION
                && (bytes.length() == WIF_BYTES - 1 || (bytes.length() == WIF_BYTES && bytes.at(WIF_BYTES - 1) == 1));
    }

    private static Optional<Key> key(Bytes bytes) {
        byte[] secret = bytes.slice(1, 1 + SECRET_BYTES).toArray();
        if (!Curve.isSecret(secret))
            return Optional.empty();
        boolean compressed = bytes.length() == WIF_BYTES;
        byte[] point = compressed ? Curve.publicKey(secret) : Curve.uncompressedPublicKey(secret);
        return Optional.of(new Key(Bytes.of(secret), Bytes.of(point), compressed));
    }

    private void add(Key key) {
        byPart.put(key.point(), key);
        byPart.put(key.hash(), key);
        byte[] secret = key.secret().toArray();
        byte[] internal = Bytes.of(Curve.publicKey(secret)).slice(1, 1 + SECRET_BYTES).toArray();
        // an output may have the key as it is, or with a tweak that says there are no scripts
        taproot.put(Bytes.of(internal), key.secret());
        byte[] tweak = Taproot.tweak(internal, NO_TREE);
        Curve.add(internal, tweak).ifPresent(point -> taproot.put(Bytes.of(point).slice(1, 1 + SECRET_BYTES),
                Bytes.of(Curve.tweakedSecret(secret, tweak))));
    }

    /** That to a public key, or to the hash of one. */
    Optional<Key> find(Bytes keyOrHash) {
        return Optional.ofNullable(byPart.get(keyOrHash));
    }

    /** The secret to the key of a taproot output, as it signs. */
    Optional<Bytes> ofTaproot(Bytes outputKey) {
        return Optional.ofNullable(taproot.get(outputKey));
    }
}
