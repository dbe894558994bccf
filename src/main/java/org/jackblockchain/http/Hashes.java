package org.jackblockchain.http;

import java.util.Optional;
import org.jackblockchain.primitives.BlockHash;

/** Hashes in requests. */
final class Hashes {
    private Hashes() {}

    /** A hash of 64 hex digits, of whatever case. */
    static Optional<BlockHash> parse(String text) {
        boolean isHash = text.length() == 2 * BlockHash.BYTES
                && text.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
        return isHash ? Optional.of(BlockHash.of(text)) : Optional.empty();
    }
}
