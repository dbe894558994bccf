package org.jackblockchain.chain;

import org.jackblockchain.consensus.PlacedHeader;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.Work;
import org.jspecify.annotations.Nullable;

/**
 * A header in the tree of all headers. Its place never changes, so any thread may walk from an entry to its
 * ancestors; what the node learns of a block's validity is kept in {@link Chain}.
 */
public final class BlockEntry implements PlacedHeader {
    private final BlockHash hash;
    private final BlockHeader header;
    private final int height;
    private final Work chainWork;
    private final @Nullable BlockEntry parent;
    private final @Nullable BlockEntry skip;

    private BlockEntry(BlockHash hash, BlockHeader header, int height, Work chainWork, @Nullable BlockEntry parent) {
        this.hash = hash;
        this.header = header;
        this.height = height;
        this.chainWork = chainWork;
        this.parent = parent;
        this.skip = parent == null ? null : parent.ancestor(skipHeight(height));
    }

    static BlockEntry genesis(BlockHeader header) {
        return new BlockEntry(header.hash(), header, 0, workOf(header), null);
    }

    /** A child of {@code parent}, whose bits have a target. */
    static BlockEntry child(BlockEntry parent, BlockHash hash, BlockHeader header) {
        return new BlockEntry(hash, header, parent.height + 1, parent.chainWork.plus(workOf(header, parent)), parent);
    }

    /** What the parent added, if it is as hard: cheaper than a division, and almost always so. */
    private static Work workOf(BlockHeader header, BlockEntry parent) {
        BlockEntry above = parent.parent;
        return above != null && header.bits().equals(parent.header.bits())
                ? parent.chainWork.minus(above.chainWork)
                : workOf(header);
    }

    private static Work workOf(BlockHeader header) {
        return header.bits().target().orElseThrow().work();
    }

    public BlockHash hash() {
        return hash;
    }

    @Override
    public BlockHeader header() {
        return header;
    }

    @Override
    public int height() {
        return height;
    }

    /** Expected hashes from genesis to this block, both included. */
    public Work chainWork() {
        return chainWork;
    }

    @Override
    public @Nullable BlockEntry parent() {
        return parent;
    }

    /**
     * The block of this chain at {@code wanted}, in O(log n) steps by skip pointers.
     *
     * @throws IllegalArgumentException outside {@code [0, height]}
     */
    @Override
    public BlockEntry ancestor(int wanted) {
        if (wanted < 0 || wanted > height) {
            throw new IllegalArgumentException("no height " + wanted + " below " + height);
        }
        BlockEntry at = this;
        while (at.height > wanted) {
            BlockEntry far = at.skip;
            at = far != null && far.height >= wanted ? far : parentOf(at);
        }
        return at;
    }

    /** Whether {@code other} is this block or one of its ancestors. */
    public boolean descendsFrom(BlockEntry other) {
        return other.height <= height && ancestor(other.height) == other;
    }

    /** The last block that both chains have; two blocks of one tree share at least genesis. */
    public BlockEntry forkWith(BlockEntry other) {
        int low = Math.min(height, other.height);
        BlockEntry a = ancestor(low);
        BlockEntry b = other.ancestor(low);
        while (a != b) {
            // Equal heights have skips of equal height, so both sides stay level.
            boolean far = a.skip != null && b.skip != null && a.skip != b.skip;
            a = far ? skipOf(a) : parentOf(a);
            b = far ? skipOf(b) : parentOf(b);
        }
        return a;
    }

    /** Clears low bits so that a walk to any ancestor takes logarithmic steps. */
    private static int skipHeight(int height) {
        if (height < 2)
            return 0;
        boolean odd = (height & 1) == 1;
        return odd ? clearLowestBit(clearLowestBit(height - 1)) + 1 : clearLowestBit(height);
    }

    private static int clearLowestBit(int n) {
        return n & (n - 1);
    }

    private static BlockEntry parentOf(BlockEntry entry) {
        BlockEntry parent = entry.parent;
        if (parent == null)
            throw new IllegalStateException("nothing above genesis");
        return parent;
    }

    private static BlockEntry skipOf(BlockEntry entry) {
        BlockEntry skip = entry.skip;
        if (skip == null)
            throw new IllegalStateException("nothing above genesis");
        return skip;
    }

    @Override
    public String toString() {
        return hash.hex() + "@" + height;
    }
}
