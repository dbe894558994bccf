package org.jackblockchain.http;

import java.util.Optional;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.Txid;

/** Hashes in requests. */
final class Hashes {
    private Hashes() {}

    /** A hash of 64 hex digits, of whatever case. */
    static Optional<BlockHash> parse(String text) {
        return isHash(text) ? Optional.of(BlockHash.of(text)) : Optional.empty();
    }

    /** As above, of a transaction. */
    static Optional<Txid> txid(String text) {
        return isHash(text) ? Optional.of(Txid.of(text)) : Optional.empty();
    }

    private static boolean isHash(String text) {
        return text.length() == 2 * BlockHash.BYTES
                && text.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
    }
}
