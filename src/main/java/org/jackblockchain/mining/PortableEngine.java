package org.jackblockchain.mining;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.LittleEndian;
import org.jackblockchain.primitives.Target;
import org.jspecify.annotations.Nullable;

/**
 * The engine that runs everywhere, and the reference for all others: the JDK's SHA-256, which HotSpot compiles to the
 * CPU's own instructions where it has them. The first 64 bytes of the header are hashed once, then the digest that
 * holds them is cloned for each nonce. The clones are garbage at once, and a fifth faster than doing without them.
 */
public final class PortableEngine implements Engine {
    public static final String NAME = "portable";

    /** What the first of the two blocks of a header's first hash takes; no nonce is in it. */
    private static final int MIDSTATE_BYTES = 64;
    private static final int TAIL_BYTES = BlockHeader.BYTES - MIDSTATE_BYTES;
    private static final int HASH_BYTES = 32;

    private final MessageDigest second = newDigest();
    private final byte[] tail = new byte[TAIL_BYTES];
    private final byte[] hash = new byte[HASH_BYTES];
    private MessageDigest midstate = newDigest();
    private @Nullable Target target;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void aim(byte[] header, Target newTarget) {
        if (header.length != BlockHeader.BYTES)
            throw new IllegalArgumentException(header.length + " bytes are not a header");
        midstate = newDigest();
        midstate.update(header, 0, MIDSTATE_BYTES);
        System.arraycopy(header, MIDSTATE_BYTES, tail, 0, TAIL_BYTES);
        target = newTarget;
    }

    @Override
    public void search(long startNonce, int count, Hits hits) {
        Engine.checkRange(startNonce, count);
        if (target == null)
            throw new IllegalStateException("not aimed at a header");
        try {
            for (long nonce = startNonce; nonce < startNonce + count; nonce++) {
                hash((int) nonce);
                if (meets(target))
                    hits.add((int) nonce);
            }
        } catch (CloneNotSupportedException | DigestException e) {
            throw new IllegalStateException("the JDK's SHA-256 can be cloned and has 32 bytes", e);
        }
    }

    private void hash(int nonce) throws CloneNotSupportedException, DigestException {
        LittleEndian.putInt(tail, TAIL_BYTES - Integer.BYTES, nonce);
        var first = (MessageDigest) midstate.clone();
        first.update(tail, 0, TAIL_BYTES);
        first.digest(hash, 0, HASH_BYTES);
        second.update(hash, 0, HASH_BYTES);
        second.digest(hash, 0, HASH_BYTES);
    }

    private boolean meets(Target limit) {
        return limit.isMetBy(LittleEndian.getLong(hash, 24), LittleEndian.getLong(hash, 16),
                LittleEndian.getLong(hash, 8), LittleEndian.getLong(hash, 0));
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
