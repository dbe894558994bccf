package org.jackblockchain.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import org.jackblockchain.chain.BlockEntry;
import org.junit.jupiter.api.Test;

class ProofMethodsTest {
    private final LocalNode node = new LocalNode();
    private final Rpc rpc = new Rpc(node);

    private String txidOf(BlockEntry block) {
        return node.blocks().block(block.hash()).orElseThrow().transactions().getFirst().txid().hex();
    }

    @Test
    void a_proof_names_the_transaction_that_it_proves_with_or_without_its_block() throws Exception {
        BlockEntry block = node.grow(3).get(1);
        String txid = txidOf(block);

        String byCoin = rpc.result("gettxoutproof", "['" + txid + "']").textValue();
        String byBlock = rpc.result("gettxoutproof", "['" + txid + "'], '" + block.hash() + "'").textValue();

        assertThat(byCoin).isEqualTo(byBlock);
        assertThat(rpc.result("verifytxoutproof", "'" + byCoin + "'").toString()).isEqualTo("[\"" + txid + "\"]");
    }

    @Test
    void a_proof_of_something_else_proves_nothing() throws Exception {
        String proof = rpc.result("gettxoutproof", "['" + txidOf(node.grow(1).getFirst()) + "']").textValue();
        // Given the hash in the tree changed: it stands behind header, count and number of hashes
        int at = 2 * (80 + 4 + 1);
        String other = proof.substring(0, at) + "00".repeat(32) + proof.substring(at + 64);

        assertThat(rpc.result("verifytxoutproof", "'" + other + "'").toString()).isEqualTo("[]");
    }

    @Test
    void what_cannot_be_proven_is_told() throws Exception {
        BlockEntry block = node.grow(1).getFirst();
        String unknown = "ab".repeat(32);

        assertThat(rpc.error("gettxoutproof", "['" + unknown + "']")).isEqualTo("-5 Transaction not yet in block");
        assertThat(rpc.error("gettxoutproof", "['" + unknown + "'], '" + block.hash() + "'"))
                .isEqualTo("-5 Not all transactions found in specified or retrieved block");
        assertThat(rpc.error("gettxoutproof", "['" + unknown + "'], '" + unknown + "'"))
                .isEqualTo("-5 Block not found");
        assertThat(rpc.error("gettxoutproof", "[]")).isEqualTo("-8 Parameter 'txids' cannot be empty");
        assertThat(rpc.error("gettxoutproof", "['" + unknown + "', '" + unknown + "']"))
                .isEqualTo("-8 Invalid parameter, duplicated txid: " + unknown);
        assertThat(rpc.error("verifytxoutproof", "'00'")).startsWith("-22 Proof cannot be read");
    }
}
