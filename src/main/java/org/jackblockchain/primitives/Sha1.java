package org.jackblockchain.primitives;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-1, because old scripts may ask for it. It is broken: nothing else here uses it. */
public final class Sha1 {
    private static final ThreadLocal<MessageDigest> DIGEST = ThreadLocal.withInitial(Sha1::create);

    private Sha1() {}

    public static byte[] of(byte[] bytes) {
        return DIGEST.get().digest(bytes);
    }

    private static MessageDigest create() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
