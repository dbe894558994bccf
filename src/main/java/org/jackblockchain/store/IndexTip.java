package org.jackblockchain.store;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.ByteReader;
import org.jackblockchain.primitives.MalformedException;

/** How far an index is, in its database. */
final class IndexTip {
    private static final byte[] TIP = "tip".getBytes(StandardCharsets.UTF_8);

    private final Rocks rocks;

    IndexTip(Rocks rocks) {
        this.rocks = rocks;
    }

    Optional<BlockHash> get() {
        return rocks.get(Column.META, TIP).map(value -> parse("the tip", value, ByteReader::blockHash));
    }

    void put(Rocks.Changes changes, BlockHash block) {
        changes.put(Column.META, TIP, Records.key(block));
    }

    /** @throws StoreException if these are not the bytes of such a thing */
    <T> T parse(String what, byte[] value, Function<ByteReader, T> reader) {
        try {
            return ByteReader.readAll(value, reader);
        } catch (MalformedException e) {
            throw StoreException.corrupted(rocks.folder(), "index of " + what + ": " + e.getMessage()).causedBy(e);
        }
    }
}
