package org.jackblockchain.store;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.ByteReader;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.MalformedException;

/**
 * Whose chain a database holds and in what format, written when it is made and checked each time it is opened.
 *
 * <pre>
 * column   key        value
 * meta     "version"  4 bytes, little-endian
 * meta     "network"  the network's name, UTF-8
 * meta     "genesis"  hash of its genesis block, wire order
 * </pre>
 *
 * A later format changes the version and may add columns; neither is ever read as ours.
 */
final class Identity {
    static final int FORMAT = 1;
    static final byte[] VERSION = key("version");
    static final byte[] NETWORK = key("network");
    static final byte[] GENESIS = key("genesis");

    private Identity() {}

    private static byte[] key(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    /** Marks an empty database as this network's, or makes sure that it is. */
    static void settle(Rocks rocks, ChainParams params) {
        Optional<byte[]> version = rocks.get(Column.META, VERSION);
        if (version.isEmpty()) {
            claim(rocks, params);
            return;
        }
        checkVersion(rocks, version.get());
        checkNetwork(rocks, params);
    }

    private static void claim(Rocks rocks, ChainParams params) {
        for (Column column : Column.CHAIN) {
            if (!rocks.isEmpty(column))
                throw StoreException.corrupted(rocks.folder(), "it does not say what format it has");
        }
        rocks.writeSynced(changes -> {
            changes.put(Column.META, VERSION, new ByteWriter().i32(FORMAT).toArray());
            changes.put(Column.META, NETWORK, params.name().getBytes(StandardCharsets.UTF_8));
            changes.put(Column.META, GENESIS, Records.key(params.genesis().hash()));
        });
    }

    private static void checkVersion(Rocks rocks, byte[] stored) {
        try {
            long version = ByteReader.readAll(stored, ByteReader::u32);
            if (version > FORMAT) {
                throw StoreException.newerVersion(rocks.folder(),
                        "format " + version + ", this one knows up to " + FORMAT);
            }
            if (version < 1)
                throw new MalformedException("version " + version);
        } catch (MalformedException e) {
            throw StoreException.corrupted(rocks.folder(), "its format version: " + e.getMessage()).causedBy(e);
        }
    }

    private static void checkNetwork(Rocks rocks, ChainParams params) {
        String name = new String(required(rocks, NETWORK), StandardCharsets.UTF_8);
        BlockHash genesis = genesis(rocks);
        BlockHash ours = params.genesis().hash();
        if (!name.equals(params.name()))
            throw StoreException.otherNetwork(rocks.folder(), name, params.name());
        if (!genesis.equals(ours))
            throw StoreException.otherNetwork(rocks.folder(), withGenesis(name, genesis), withGenesis(name, ours));
    }

    /** Two networks made from different files may share a name. */
    private static String withGenesis(String name, BlockHash genesis) {
        return name + " (genesis " + genesis + ")";
    }

    private static BlockHash genesis(Rocks rocks) {
        try {
            return Records.hash(required(rocks, GENESIS));
        } catch (MalformedException e) {
            throw StoreException.corrupted(rocks.folder(), "its genesis hash: " + e.getMessage()).causedBy(e);
        }
    }

    private static byte[] required(Rocks rocks, byte[] key) {
        return rocks.get(Column.META, key).orElseThrow(() -> StoreException.corrupted(rocks.folder(),
                "it does not say " + new String(key, StandardCharsets.UTF_8)));
    }
}
