package org.jackblockchain.app.wallet;

import java.util.List;

import org.jackblockchain.app.config.PayoutKey;
import org.jackblockchain.consensus.script.Curve;
import org.jackblockchain.consensus.script.Sighash;
import org.jackblockchain.consensus.script.SignedTransaction;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Hash160;

/** What locks an output, and unlocks it. */
final class SigningKey {
    private static final Bytes KEY_HASH_CODE_START = Bytes.ofHex("76a914");
    private static final Bytes KEY_HASH_CODE_END = Bytes.ofHex("88ac");
    private static final int ECDSA_BYTES = 71;
    private static final int KEY_BYTES = 33;
    private static final int SCHNORR_BYTES = 64;
    private static final int CHANCE_BYTES = 32;

    private final byte[] secret;
    private final Bytes script;
    private final boolean taproot;

    private SigningKey(byte[] secret, Bytes script, boolean taproot) {
        this.secret = secret;
        this.script = script;
        this.taproot = taproot;
    }

    /** By the hash of a key (BIP141). */
    static SigningKey byKeyHash(byte[] secret) {
        byte[] hash = Hash160.of(Curve.publicKey(secret));
        return new SigningKey(secret.clone(), new ByteWriter().u8(0).varBytes(Bytes.of(hash)).toBytes(), false);
    }

    /** That of a node from before there was a phrase. */
    static SigningKey of(PayoutKey key) {
        return new SigningKey(key.outputSecret(), key.script(), true);
    }

    Bytes script() {
        return script;
    }

    /** A witness as long as the one that {@link #witness} makes, or one byte longer. */
    List<Bytes> placeholder() {
        return taproot
                ? List.of(Bytes.of(new byte[SCHNORR_BYTES]))
                : List.of(Bytes.of(new byte[ECDSA_BYTES + 1]), Bytes.of(new byte[KEY_BYTES]));
    }

    /** What unlocks an input that spends an output of ours. */
    List<Bytes> witness(SignedTransaction signing, int input) {
        if (taproot) {
            byte[] hash = Sighash.taproot(signing, input, Sighash.DEFAULT).orElseThrow();
            return List.of(Bytes.of(Curve.signSchnorr(secret, hash, new byte[CHANCE_BYTES])));
        }
        byte[] code = new ByteWriter().bytes(KEY_HASH_CODE_START).bytes(script.slice(2, script.length()))
                .bytes(KEY_HASH_CODE_END).toArray();
        byte[] signature = Curve.signEcdsa(secret, Sighash.segwitV0(signing, input, code, Sighash.ALL));
        return List.of(new ByteWriter().array(signature).u8(Sighash.ALL).toBytes(), Bytes.of(Curve.publicKey(secret)));
    }
}
