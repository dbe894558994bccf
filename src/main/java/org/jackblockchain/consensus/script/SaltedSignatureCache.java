package org.jackblockchain.consensus.script;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.LittleEndian;
import org.jackblockchain.primitives.Sha256;

/**
 * A table of fixed size that forgets as it fills. An entry is a hash of everything with a salt that nobody else knows,
 * so that no stranger can aim at a place in the table, nor at an entry.
 *
 * <p>Several threads may use it without a lock: a half-written entry is a hash of nothing, and is only not found.
 */
public final class SaltedSignatureCache implements SignatureCache {
    /** Memory of one entry. */
    public static final int ENTRY_BYTES = Sha256.BYTES;

    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int WORDS = ENTRY_BYTES / Long.BYTES;
    /** How many entries share a place; what comes last overwrites one of them. */
    private static final int WAYS = 8;

    private final byte[] salt;
    private final long[] table;
    private final int places;

    /**
     * @param salt secret and different in every node
     * @param entries at most so many are kept; rounded down to a power of two, at least eight
     */
    public SaltedSignatureCache(byte[] salt, int entries) {
        this.salt = salt.clone();
        this.places = Math.max(1, Integer.highestOneBit(Math.max(1, entries)) / WAYS);
        this.table = new long[Math.multiplyExact(places * WAYS, WORDS)];
    }

    @Override
    public boolean contains(byte[] hash, byte[] key, byte[] signature) {
        byte[] entry = entry(hash, key, signature);
        int place = place(entry);
        for (int way = 0; way < WAYS; way++) {
            if (holds(place + way, entry))
                return true;
        }
        return false;
    }

    private boolean holds(int slot, byte[] entry) {
        for (int i = 0; i < WORDS; i++) {
            if ((long) WORD.getOpaque(table, slot * WORDS + i) != LittleEndian.getLong(entry, i * Long.BYTES))
                return false;
        }
        return true;
    }

    @Override
    public void put(byte[] hash, byte[] key, byte[] signature) {
        byte[] entry = entry(hash, key, signature);
        int slot = place(entry) + (entry[Sha256.BYTES - 1] & WAYS - 1);
        for (int i = 0; i < WORDS; i++)
            WORD.setOpaque(table, slot * WORDS + i, LittleEndian.getLong(entry, i * Long.BYTES));
    }

    /** The first slot of the entry's place. */
    private int place(byte[] entry) {
        return (LittleEndian.getInt(entry, 0) & places - 1) * WAYS;
    }

    /** The key says by its length which kind of signature it is. */
    private byte[] entry(byte[] hash, byte[] key, byte[] signature) {
        return Sha256.once(new ByteWriter(salt.length + hash.length + key.length + signature.length + 1).array(salt)
                .array(hash).u8(key.length).array(key).array(signature).toArray());
    }
}
