package org.jackblockchain.consensus.script;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jackblockchain.primitives.Sha256;

/** SHA-256 for one purpose: whatever is hashed stands behind a tag, hashed and written twice (BIP340). */
public final class TaggedHash {
    private final byte[] prefix;

    public TaggedHash(String tag) {
        byte[] hash = Sha256.once(tag.getBytes(StandardCharsets.UTF_8));
        prefix = Arrays.copyOf(hash, 2 * Sha256.BYTES);
        System.arraycopy(hash, 0, prefix, Sha256.BYTES, Sha256.BYTES);
    }

    public byte[] of(byte[] bytes) {
        byte[] all = Arrays.copyOf(prefix, prefix.length + bytes.length);
        System.arraycopy(bytes, 0, all, prefix.length, bytes.length);
        return Sha256.once(all);
    }
}
