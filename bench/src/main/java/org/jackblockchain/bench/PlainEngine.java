package org.jackblockchain.bench;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

import org.jackblockchain.mining.Engine;
import org.jackblockchain.mining.Hits;
import org.jackblockchain.primitives.LittleEndian;
import org.jackblockchain.primitives.Target;
import org.jspecify.annotations.Nullable;

/** The JDK's digest over all 80 bytes for each nonce: no midstate, and nothing allocated. */
final class PlainEngine implements Engine {
    private final MessageDigest digest;
    private final byte[] hash = new byte[32];
    private byte[] header = new byte[80];
    private @Nullable Target target;

    PlainEngine() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String name() {
        return "plain";
    }

    @Override
    public void aim(byte[] newHeader, Target newTarget) {
        header = newHeader.clone();
        target = newTarget;
    }

    @Override
    public void search(long startNonce, int count, Hits hits) {
        Engine.checkRange(startNonce, count);
        if (target == null)
            throw new IllegalStateException("not aimed at a header");
        try {
            for (long nonce = startNonce; nonce < startNonce + count; nonce++) {
                LittleEndian.putInt(header, 76, (int) nonce);
                digest.update(header, 0, 80);
                digest.digest(hash, 0, 32);
                digest.update(hash, 0, 32);
                digest.digest(hash, 0, 32);
                if (target.isMetBy(LittleEndian.getLong(hash, 24), LittleEndian.getLong(hash, 16),
                        LittleEndian.getLong(hash, 8), LittleEndian.getLong(hash, 0)))
                    hits.add((int) nonce);
            }
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-256 has 32 bytes", e);
        }
    }
}
