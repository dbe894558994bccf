package org.jackblockchain.consensus;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

import org.jackblockchain.primitives.ByteReader;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Hash256;
import org.jackblockchain.primitives.MalformedException;
import org.jackblockchain.primitives.MerkleRoot;
import org.jackblockchain.primitives.Sha256;
import org.jackblockchain.primitives.Txid;

/**
 * Proof that some transactions are in a block: of the merkle tree only what leads to them (BIP37).
 *
 * @param transactions how many the block has
 * @param hashes of the nodes that are given, in the order of a walk from the root, left before right
 * @param flags one bit for each node of that walk: whether it leads to a transaction that is proven
 */
public record PartialMerkleTree(int transactions, List<MerkleRoot> hashes, List<Boolean> flags) {
    /** More transactions than any block can have. */
    public static final int MAX_TRANSACTIONS = BlockRules.MAX_WEIGHT / (60 * BlockRules.WITNESS_SCALE);

    public PartialMerkleTree {
        hashes = List.copyOf(hashes);
        flags = List.copyOf(flags);
    }

    /** What a proof shows. */
    public record Proven(MerkleRoot root, List<Txid> txids, List<Integer> places) {
        public Proven {
            txids = List.copyOf(txids);
            places = List.copyOf(places);
        }
    }

    /** Proves those of a block's transactions that {@code isProven} picks by their place. */
    public static PartialMerkleTree of(List<Txid> txids, IntPredicate isProven) {
        var builder = new Builder(txids, isProven);
        builder.walk(heightOf(txids.size()), 0);
        return new PartialMerkleTree(txids.size(), builder.hashes, builder.flags);
    }

    private static int heightOf(int transactions) {
        int height = 0;
        while (widthAt(transactions, height) > 1)
            height++;
        return height;
    }

    private static int widthAt(int transactions, int height) {
        return (int) (((long) transactions + (1L << height) - 1) >> height);
    }

    private static MerkleRoot parent(Hash256 left, Hash256 right) {
        byte[] both = new ByteWriter(2 * Hash256.BYTES).hash(left).hash(right).toArray();
        return MerkleRoot.fromWire(Sha256.twice(both), 0);
    }

    private static final class Builder {
        private final List<Txid> txids;
        private final BitSet proven = new BitSet();
        private final List<MerkleRoot> hashes = new ArrayList<>();
        private final List<Boolean> flags = new ArrayList<>();

        Builder(List<Txid> txids, IntPredicate isProven) {
            this.txids = txids;
            for (int i = 0; i < txids.size(); i++)
                proven.set(i, isProven.test(i));
        }

        private void walk(int height, int at) {
            int next = proven.nextSetBit(at << height);
            boolean leads = next >= 0 && next < Math.min((long) (at + 1) << height, txids.size());
            flags.add(leads);
            if (height == 0 || !leads) {
                hashes.add(hash(height, at));
                return;
            }
            walk(height - 1, 2 * at);
            if (2 * at + 1 < widthAt(txids.size(), height - 1))
                walk(height - 1, 2 * at + 1);
        }

        private MerkleRoot hash(int height, int at) {
            if (height == 0) {
                Txid txid = txids.get(at);
                return new MerkleRoot(txid.w0(), txid.w1(), txid.w2(), txid.w3());
            }
            MerkleRoot left = hash(height - 1, 2 * at);
            boolean hasRight = 2 * at + 1 < widthAt(txids.size(), height - 1);
            return parent(left, hasRight ? hash(height - 1, 2 * at + 1) : left);
        }
    }

    /** What it proves, under a root that is to be compared with a header's; empty if it is no proof. */
    public Optional<Proven> prove() {
        boolean plausible = transactions > 0 && transactions <= MAX_TRANSACTIONS && hashes.size() <= transactions
                && flags.size() >= hashes.size();
        if (!plausible)
            return Optional.empty();
        try {
            var walk = new Walk();
            MerkleRoot root = walk.hash(heightOf(transactions), 0);
            boolean usedAll = (walk.flag + 7) / 8 == (flags.size() + 7) / 8 && walk.hash == hashes.size();
            return usedAll ? Optional.of(new Proven(root, walk.txids, walk.places)) : Optional.empty();
        } catch (MalformedException _) {
            return Optional.empty();
        }
    }

    private final class Walk {
        private int flag;
        private int hash;
        private final List<Txid> txids = new ArrayList<>();
        private final List<Integer> places = new ArrayList<>();

        MerkleRoot hash(int height, int at) {
            if (flag >= flags.size())
                throw new MalformedException("the flags end early");
            boolean leads = flags.get(flag++);
            if (height > 0 && leads)
                return inner(height, at);
            if (hash >= hashes.size())
                throw new MalformedException("the hashes end early");
            MerkleRoot given = hashes.get(hash++);
            if (height == 0 && leads) {
                txids.add(new Txid(given.w0(), given.w1(), given.w2(), given.w3()));
                places.add(at);
            }
            return given;
        }

        private MerkleRoot inner(int height, int at) {
            MerkleRoot left = hash(height - 1, 2 * at);
            if (2 * at + 1 >= widthAt(transactions, height - 1))
                return parent(left, left);
            MerkleRoot right = hash(height - 1, 2 * at + 1);
            // Only what was doubled to fill the tree is equal: to give it twice would prove what is not there.
            if (right.equals(left))
                throw new MalformedException("two equal branches");
            return parent(left, right);
        }
    }

    public static PartialMerkleTree read(ByteReader in) {
        long transactions = in.u32();
        List<MerkleRoot> hashes = in.list(Hash256.BYTES, ByteReader::merkleRoot);
        byte[] bytes = in.varBytes().toArray();
        var flags = new ArrayList<Boolean>(bytes.length * 8);
        for (int i = 0; i < bytes.length * 8; i++)
            flags.add((bytes[i / 8] >> (i % 8) & 1) == 1);
        return new PartialMerkleTree((int) Math.min(transactions, Integer.MAX_VALUE), hashes, flags);
    }

    public void write(ByteWriter out) {
        out.u32(transactions).list(hashes, (hash, to) -> to.hash(hash)).varBytes(flagBytes());
    }

    /** Eight flags a byte, the first lowest; the last byte is filled with zeros. */
    public Bytes flagBytes() {
        byte[] bytes = new byte[(flags.size() + 7) / 8];
        for (int i = 0; i < flags.size(); i++)
            bytes[i / 8] |= (byte) ((flags.get(i) ? 1 : 0) << (i % 8));
        return Bytes.of(bytes);
    }
}
