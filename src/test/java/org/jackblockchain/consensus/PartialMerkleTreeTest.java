package org.jackblockchain.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.jackblockchain.primitives.ByteReader;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.MerkleRoot;
import org.jackblockchain.primitives.Txid;
import org.junit.jupiter.api.Test;

class PartialMerkleTreeTest {
    private static List<Txid> txids(int count, Random chance) {
        var txids = new ArrayList<Txid>();
        for (int i = 0; i < count; i++)
            txids.add(new Txid(chance.nextLong(), chance.nextLong(), chance.nextLong(), chance.nextLong()));
        return txids;
    }

    @Test
    void proves_exactly_what_was_picked_under_the_blocks_own_root() {
        var chance = new Random(1);
        for (int count : new int[]{1, 2, 3, 4, 5, 7, 8, 9, 31, 32, 33, 100, 1_000}) {
            List<Txid> txids = txids(count, chance);
            for (int turn = 0; turn < 10; turn++) {
                var picked = new BitSet();
                for (int i = 0; i < count; i++)
                    picked.set(i, chance.nextInt(1 + turn * 3) == 0);

                var tree = PartialMerkleTree.of(txids, picked::get);
                var proven = tree.prove().orElseThrow();

                assertThat(proven.root()).isEqualTo(Merkle.root(txids));
                assertThat(proven.places()).isEqualTo(picked.stream().boxed().toList());
                assertThat(proven.txids()).isEqualTo(picked.stream().mapToObj(txids::get).toList());
            }
        }
    }

    @Test
    void survives_its_own_bytes() {
        var tree = PartialMerkleTree.of(txids(20, new Random(2)), place -> place % 7 == 0);
        var out = new ByteWriter();
        tree.write(out);

        var read = PartialMerkleTree.read(new ByteReader(out.toArray()));

        assertThat(read.prove()).isEqualTo(tree.prove());
    }

    @Test
    void no_flag_turned_round_and_no_hash_changed_proves_anything_under_that_root() {
        var chance = new Random(3);
        List<Txid> txids = txids(13, chance);
        MerkleRoot root = Merkle.root(txids);
        var tree = PartialMerkleTree.of(txids, place -> place == 5 || place == 11);
        for (int i = 0; i < tree.hashes().size(); i++) {
            var hashes = new ArrayList<>(tree.hashes());
            hashes.set(i, new MerkleRoot(1, 2, 3, i));
            assertThat(new PartialMerkleTree(13, hashes, tree.flags()).prove().filter(p -> p.root().equals(root)))
                    .isEmpty();
        }
        for (int i = 0; i < tree.flags().size(); i++) {
            var flags = new ArrayList<>(tree.flags());
            flags.set(i, !flags.get(i));
            var other = new PartialMerkleTree(13, tree.hashes(), flags).prove().filter(p -> p.root().equals(root));
            assertThat(other.map(p -> txids.containsAll(p.txids()))).isNotEqualTo(java.util.Optional.of(false));
        }
    }

    @Test
    void the_same_branch_twice_proves_nothing() {
        // Given a tree of three, whose last is doubled, shown as a tree of four
        List<Txid> three = txids(3, new Random(4));
        var four = new ArrayList<>(three);
        four.add(three.getLast());

        assertThat(Merkle.root(four)).isEqualTo(Merkle.root(three));
        assertThat(PartialMerkleTree.of(four, place -> place == 3).prove()).isEmpty();
        assertThat(PartialMerkleTree.of(three, place -> place == 2).prove()).isPresent();
    }

    @Test
    void too_many_hashes_flags_or_transactions_are_no_proof() {
        var tree = PartialMerkleTree.of(txids(4, new Random(5)), place -> place == 1);
        var more = new ArrayList<>(tree.hashes());
        more.add(new MerkleRoot(1, 1, 1, 1));
        assertThat(new PartialMerkleTree(4, more, tree.flags()).prove()).isEmpty();
        var flags = new ArrayList<>(tree.flags());
        for (int i = 0; i < 8; i++)
            flags.add(false);
        assertThat(new PartialMerkleTree(4, tree.hashes(), flags).prove()).isEmpty();
        assertThat(new PartialMerkleTree(0, List.of(), List.of()).prove()).isEmpty();
        assertThat(new PartialMerkleTree(PartialMerkleTree.MAX_TRANSACTIONS + 1, tree.hashes(), tree.flags()).prove())
                .isEmpty();
    }
}
