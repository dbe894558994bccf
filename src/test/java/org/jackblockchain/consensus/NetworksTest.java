package org.jackblockchain.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.CompactTarget;
import org.jackblockchain.primitives.Transaction;
import org.junit.jupiter.api.Test;

class NetworksTest {
    @Test
    void regtest_begins_with_cores_genesis() {
        Block genesis = Networks.REGTEST.genesis();
        assertThat(genesis.hash().hex())
                .isEqualTo("0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206");
        assertThat(rootOf(genesis)).isEqualTo(genesis.header().merkleRoot());
    }

    @Test
    void jbc_begins_with_the_tutorials_words_and_a_proof_of_work() {
        Block genesis = Networks.JBC.genesis();
        assertThat(HeaderRules.proofOfWorkFault(genesis.header(), genesis.hash(), Networks.JBC)).isEmpty();
        assertThat(genesis.hash().hex()).startsWith("000000");
        assertThat(rootOf(genesis)).isEqualTo(genesis.header().merkleRoot());
        assertThat(genesis.header().instant()).isEqualTo("2017-11-09T00:00:00Z");
    }

    private static org.jackblockchain.primitives.MerkleRoot rootOf(Block block) {
        return Merkle.root(block.transactions().stream().map(Transaction::txid).toList());
    }

    @Test
    void networks_are_found_by_name() {
        assertThat(Networks.named("jbc")).contains(Networks.JBC);
        assertThat(Networks.named("regtest")).contains(Networks.REGTEST);
        assertThat(Networks.named("mainnet")).isEmpty();
    }

    @Test
    void ports_follow_the_tutorial() {
        assertThat(Networks.JBC.p2pPort(5000)).isEqualTo(5100);
        assertThat(Networks.REGTEST.p2pPort(18443)).isEqualTo(18444);
    }

    @Test
    void a_genesis_can_be_mined_and_its_words_are_bounded() {
        CompactTarget easy = CompactTarget.of("207fffff");
        Block genesis = Genesis.mine("a lab", Instant.ofEpochSecond(1_700_000_000), easy, 50);
        assertThat(easy.target().orElseThrow().isMetBy(genesis.hash())).isTrue();
        assertThat(Genesis.of("x".repeat(80), Instant.EPOCH, easy, 0, 0)).isNotNull();
        assertThatThrownBy(() -> Genesis.of("x".repeat(81), Instant.EPOCH, easy, 0, 0))
                .hasMessageContaining("80 bytes");
        assertThatThrownBy(() -> Genesis.of("", Instant.EPOCH, easy, 0, 0)).hasMessageContaining("80 bytes");
    }
}
