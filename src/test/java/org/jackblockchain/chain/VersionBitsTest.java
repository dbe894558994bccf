package org.jackblockchain.chain;

import static org.assertj.core.api.Assertions.assertThat;

import org.jackblockchain.consensus.Networks;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.MerkleRoot;
import org.junit.jupiter.api.Test;

/** Bits of versions that enough miners set. */
class VersionBitsTest {
    private static final int PLAIN = 0x2000_0000;
    private static final int BIT_27 = PLAIN | 1 << 27;

    private final VersionBits bits = new VersionBits(Networks.REGTEST);
    private final HeaderTree tree = new HeaderTree(Networks.REGTEST.genesis().header());
    private TreeNode tip = tree.genesis();
    private long salt;

    private void grow(int blocks, int version) {
        for (int i = 0; i < blocks; i++) {
            var header = new BlockHeader(version, tip.entry.hash(), new MerkleRoot(1, 2, 3, ++salt),
                    tip.entry.header().time() + 1, tip.entry.header().bits(), 0);
            tip = tree.add(tip, header.hash(), header);
        }
    }

    /** Up to the end of the first period, in which nothing counts. */
    private void pass_the_first_period(int version) {
        grow(143, version);
    }

    @Test
    void a_bit_that_108_of_144_blocks_carry_is_active_a_period_later() {
        pass_the_first_period(PLAIN);
        grow(108, BIT_27);
        grow(36, PLAIN);
        assertThat(bits.active(tip.entry)).isEmpty();

        grow(143, PLAIN);
        assertThat(bits.active(tip.entry)).isEmpty();
        grow(1, PLAIN);

        assertThat(bits.active(tip.entry)).containsExactly(27);
        grow(400, PLAIN);
        assertThat(bits.active(tip.entry)).containsExactly(27);
    }

    @Test
    void a_bit_that_107_of_144_blocks_carry_is_not() {
        pass_the_first_period(PLAIN);
        grow(107, BIT_27);
        grow(37, PLAIN);
        grow(288, PLAIN);

        assertThat(bits.active(tip.entry)).isEmpty();
    }

    @Test
    void nothing_is_agreed_upon_in_the_first_period() {
        pass_the_first_period(BIT_27);
        grow(288, PLAIN);

        assertThat(bits.active(tip.entry)).isEmpty();
    }

    @Test
    void what_we_know_and_what_is_no_such_version_is_no_news() {
        pass_the_first_period(PLAIN);
        grow(144, PLAIN | 1 << 28 | 1 << 2);
        grow(144, 0x6000_0000 | 1 << 5);
        grow(288, PLAIN);

        assertThat(bits.active(tip.entry)).isEmpty();
    }

    @Test
    void each_branch_has_its_own_answer() {
        pass_the_first_period(PLAIN);
        TreeNode fork = tip;
        grow(432, BIT_27);
        assertThat(bits.active(tip.entry)).containsExactly(27);
        tip = fork;

        grow(432, PLAIN);

        assertThat(bits.active(tip.entry)).isEmpty();
    }
}
