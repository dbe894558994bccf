package org.jackblockchain.app.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

import org.jackblockchain.consensus.script.Curve;
import org.jackblockchain.consensus.script.Op;
import org.jackblockchain.consensus.script.Taproot;
import org.jackblockchain.primitives.Address;
import org.jackblockchain.primitives.AddressFormat;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Hex;

/**
 * The key that a node's rewards are paid to: made once, kept in the data directory, readable by its owner only.
 *
 * <p>The file {@code payout.key} is text: comment lines, which name the address, and one line with the secret key as
 * 64 hex digits. The output is taproot's (BIP341), to be spent by the key alone as BIP86 has it: the secret key is the
 * internal key, and its tweak commits to no script.
 */
public final class PayoutKey {
    private static final int KEY_BYTES = 32;
    private static final Pattern SECRET = Pattern.compile("[0-9a-fA-F]{64}");

    private final byte[] secret;

    private PayoutKey(byte[] secret) {
        this.secret = secret;
    }

    /**
     * The key in this file, which is made if it is not there.
     *
     * @throws UserError when the file holds no key, or cannot be read or made
     */
    public static PayoutKey at(Path file, AddressFormat format) {
        try {
            if (Files.notExists(file))
                OwnersFile.create(file, random().text(format));
            return parse(file, Files.readAllLines(file));
        } catch (IOException e) {
            throw new UserError("cannot keep the payout key in " + file + ": " + e.getMessage(), e);
        }
    }

    /** @throws IllegalArgumentException unless {@code secret} is a secret key of secp256k1 */
    static PayoutKey of(byte[] secret) {
        if (!Curve.isSecret(secret))
            throw new IllegalArgumentException("not a secret key");
        return new PayoutKey(secret.clone());
    }

    private static PayoutKey parse(Path file, List<String> lines) {
        var keys = lines.stream().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#")).toList();
        if (keys.size() != 1 || !SECRET.matcher(keys.getFirst()).matches())
            throw new UserError(file + " does not hold one key of 64 hex digits; put back a copy, or move it away");
        try {
            return of(Hex.parse(keys.getFirst()));
        } catch (IllegalArgumentException e) {
            throw new UserError(file + ": the number in it is no secret key of secp256k1", e);
        }
    }

    /** A key that nobody keeps: for a node that forgets. */
    public static PayoutKey random() {
        var chance = new SecureRandom();
        byte[] secret = new byte[KEY_BYTES];
        do {
            chance.nextBytes(secret);
        } while (!Curve.isSecret(secret));
        return new PayoutKey(secret);
    }

    private String text(AddressFormat format) {
        return """
                # The key that this node's rewards are paid to. Who reads it can spend them: keep a copy, show nobody.
                # Address: %s
                # Secret key, the internal key of a taproot output without scripts (BIP86):
                %s
                """
                .formatted(Address.of(script(), format).orElseThrow(), Hex.of(secret));
    }

    /** What a reward is locked with: version 1 and the output key. */
    public Bytes script() {
        byte[] output = tweaked(Arrays.copyOfRange(Curve.publicKey(secret), 1, 1 + KEY_BYTES));
        return new ByteWriter().u8(Op.OP_1).varBytes(Bytes.of(output)).toBytes();
    }

    /** The secret to the output key, which signs for what is locked with {@link #script}. */
    public byte[] outputSecret() {
        byte[] internal = Arrays.copyOfRange(Curve.publicKey(secret), 1, 1 + KEY_BYTES);
        return Curve.tweakedSecret(secret, Taproot.tweak(internal, new byte[0]));
    }

    /** The output key of an internal key that commits to no script (BIP341, BIP86); both are 32 bytes. */
    static byte[] tweaked(byte[] internal) {
        byte[] sum = Curve.add(internal, Taproot.tweak(internal, new byte[0]))
                // one key in 2^128
                .orElseThrow(() -> new IllegalStateException("this key has no taproot output"));
        return Arrays.copyOfRange(sum, 1, 1 + KEY_BYTES);
    }
}
