package org.jackblockchain.mempool;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * An immutable map: a change makes another map that shares all but a few nodes with the old one. So a view of the pool
 * costs nothing to make, and stays as it was for whoever reads it.
 *
 * <p>A tree with 32 branches at each node, by five bits of the key's hash after the other.
 */
final class SharedMap<K, V> {
    private static final int BITS = 5;
    private static final int MASK = (1 << BITS) - 1;
    private static final SharedMap<Object, Object> EMPTY = new SharedMap<>(new Branch(0, new Object[0]), 0);

    private static final class Branch {
        private final int bits;
        /** For each bit that is set, from the lowest on: a {@link Branch}, {@link Leaf} or {@link Heap}. */
        private final Object[] children;

        Branch(int bits, Object[] children) {
            this.bits = bits;
            this.children = children;
        }

        int place(int bit) {
            return Integer.bitCount(bits & (bit - 1));
        }
    }

    private record Leaf<K, V>(K key, V value) {}

    /** Leaves whose keys' hashes are equal. */
    private static final class Heap {
        private final int hash;
        private final Leaf<?, ?>[] leaves;

        Heap(int hash, Leaf<?, ?>[] leaves) {
            this.hash = hash;
            this.leaves = leaves;
        }
    }

    private final Branch root;
    private final int size;

    private SharedMap(Branch root, int size) {
        this.root = root;
        this.size = size;
    }

    @SuppressWarnings("unchecked") // it holds nothing
    static <K, V> SharedMap<K, V> empty() {
        return (SharedMap<K, V>) EMPTY;
    }

    int size() {
        return size;
    }

    Optional<V> get(K key) {
        return Optional.ofNullable(find(key));
    }

    boolean has(K key) {
        return find(key) != null;
    }

    @SuppressWarnings("unchecked") // only with() puts leaves in
    private @Nullable V find(K key) {
        int hash = key.hashCode();
        Object at = root;
        for (int shift = 0; at instanceof Branch branch; shift += BITS) {
            int bit = bit(hash, shift);
            if ((branch.bits & bit) == 0)
                return null;
            at = branch.children[branch.place(bit)];
        }
        if (at instanceof Heap heap)
            return heap.hash == hash ? (V) findIn(heap, key) : null;
        var leaf = (Leaf<K, V>) at;
        return leaf.key.equals(key) ? leaf.value : null;
    }

    private static @Nullable Object findIn(Heap heap, Object key) {
        for (Leaf<?, ?> leaf : heap.leaves) {
            if (leaf.key.equals(key))
                return leaf.value;
        }
        return null;
    }

    SharedMap<K, V> with(K key, V value) {
        Branch changed = put(root, 0, key.hashCode(), new Leaf<>(key, value));
        return new SharedMap<>(changed, has(key) ? size : size + 1);
    }

    SharedMap<K, V> without(K key) {
        if (!has(key))
            return this;
        Object changed = remove(root, 0, key.hashCode(), key);
        return changed instanceof Branch branch ? new SharedMap<>(branch, size - 1) : empty();
    }

    void forEach(BiConsumer<K, V> visitor) {
        visit(root, visitor);
    }

    @SuppressWarnings("unchecked") // as above
    private void visit(Object at, BiConsumer<K, V> visitor) {
        switch (at) {
            case Branch branch -> {
                for (Object child : branch.children)
                    visit(child, visitor);
            }
            case Heap heap -> {
                for (Leaf<?, ?> leaf : heap.leaves)
                    visit(leaf, visitor);
            }
            default -> {
                var leaf = (Leaf<K, V>) at;
                visitor.accept(leaf.key, leaf.value);
            }
        }
    }

    private static int bit(int hash, int shift) {
        return 1 << ((hash >>> shift) & MASK);
    }

    private static Branch put(Branch branch, int shift, int hash, Leaf<?, ?> leaf) {
        int bit = bit(hash, shift);
        int place = branch.place(bit);
        if ((branch.bits & bit) == 0) {
            var more = new Object[branch.children.length + 1];
            System.arraycopy(branch.children, 0, more, 0, place);
            more[place] = leaf;
            System.arraycopy(branch.children, place, more, place + 1, branch.children.length - place);
            return new Branch(branch.bits | bit, more);
        }
        var changed = branch.children.clone();
        changed[place] = merged(changed[place], shift + BITS, hash, leaf);
        return new Branch(branch.bits, changed);
    }

    private static Object merged(Object old, int shift, int hash, Leaf<?, ?> leaf) {
        return switch (old) {
            case Branch branch -> put(branch, shift, hash, leaf);
            case Heap heap when heap.hash == hash -> withLeaf(heap, leaf);
            case Heap heap -> put(put(heap, shift), shift, hash, leaf);
            default -> {
                var other = (Leaf<?, ?>) old;
                if (other.key.equals(leaf.key))
                    yield leaf;
                int otherHash = other.key.hashCode();
                yield otherHash == hash
                        ? new Heap(hash, new Leaf<?, ?>[]{other, leaf})
                        : put(put(new Branch(0, new Object[0]), shift, otherHash, other), shift, hash, leaf);
            }
        };
    }

    private static Branch put(Heap heap, int shift) {
        return new Branch(bit(heap.hash, shift), new Object[]{heap});
    }

    private static Heap withLeaf(Heap heap, Leaf<?, ?> leaf) {
        for (int i = 0; i < heap.leaves.length; i++) {
            if (heap.leaves[i].key.equals(leaf.key)) {
                var changed = heap.leaves.clone();
                changed[i] = leaf;
                return new Heap(heap.hash, changed);
            }
        }
        var more = Arrays.copyOf(heap.leaves, heap.leaves.length + 1);
        more[heap.leaves.length] = leaf;
        return new Heap(heap.hash, more);
    }

    /** @param key is there */
    private static @Nullable Object remove(Object at, int shift, int hash, Object key) {
        return switch (at) {
            case Branch branch -> {
                int place = branch.place(bit(hash, shift));
                Object child = remove(branch.children[place], shift + BITS, hash, key);
                if (child != null) {
                    var changed = branch.children.clone();
                    changed[place] = child;
                    yield new Branch(branch.bits, changed);
                }
                if (branch.children.length == 1)
                    yield null;
                var fewer = new Object[branch.children.length - 1];
                System.arraycopy(branch.children, 0, fewer, 0, place);
                System.arraycopy(branch.children, place + 1, fewer, place, fewer.length - place);
                yield new Branch(branch.bits & ~bit(hash, shift), fewer);
            }
            case Heap heap -> {
                Leaf<?, ?>[] rest = Arrays.stream(heap.leaves).filter(leaf -> !leaf.key.equals(key))
                        .toArray(Leaf<?, ?>[]::new);
                yield rest.length == 1 ? rest[0] : new Heap(heap.hash, rest);
            }
            default -> null;
        };
    }
}
