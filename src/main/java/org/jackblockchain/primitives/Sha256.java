package org.jackblockchain.primitives;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256, once and twice, by the JDK's digest: HotSpot compiles it to the CPU's own instructions. */
public final class Sha256 {
    /** Length of a digest, in bytes. */
    public static final int BYTES = 32;

    private static final ThreadLocal<MessageDigest> DIGEST = ThreadLocal.withInitial(Sha256::create);

    private Sha256() {}

    public static byte[] once(byte[] bytes) {
        return once(bytes, 0, bytes.length);
    }

    public static byte[] once(byte[] bytes, int offset, int length) {
        MessageDigest digest = DIGEST.get();
        digest.update(bytes, offset, length);
        return digest.digest();
    }

    /** SHA-256 of SHA-256, Bitcoin's hash of nearly everything. */
    public static byte[] twice(byte[] bytes) {
        return twice(bytes, 0, bytes.length);
    }

    public static byte[] twice(byte[] bytes, int offset, int length) {
        MessageDigest digest = DIGEST.get();
        digest.update(bytes, offset, length);
        return again(digest);
    }

    /** Of several runs of bytes as if they were one; each is read to its end. */
    public static byte[] twice(ByteBuffer... parts) {
        MessageDigest digest = DIGEST.get();
        for (ByteBuffer part : parts)
            digest.update(part);
        return again(digest);
    }

    private static byte[] again(MessageDigest digest) {
        byte[] out = new byte[BYTES];
        try {
            digest.digest(out, 0, BYTES);
            digest.update(out);
            digest.digest(out, 0, BYTES);
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-256 has 32 bytes", e);
        }
        return out;
    }

    private static MessageDigest create() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
