package org.jackblockchain.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class CoinSetMethodsTest {
    private final LocalNode node = new LocalNode();
    private final Rpc rpc = new Rpc(node);

    @Test
    void counts_what_is_unspent() throws Exception {
        node.grow(3);

        JsonNode info = rpc.result("gettxoutsetinfo", "");

        assertThat(info.path("height").intValue()).isEqualTo(3);
        assertThat(info.path("txouts").intValue()).isEqualTo(3);
        assertThat(info.path("transactions").intValue()).isEqualTo(3);
        assertThat(info.path("total_amount").decimalValue()).isEqualByComparingTo("150");
        assertThat(info.path("bogosize").intValue()).isEqualTo(3 * (50 + 1));
        assertThat(info.path("hash_serialized_3").textValue()).hasSize(64);
    }

    @Test
    void the_hash_of_no_coins_is_the_one_that_core_gives() throws Exception {
        assertThat(rpc.result("gettxoutsetinfo", "'muhash'").path("muhash").textValue())
                .isEqualTo("dd5ad2a105c2d29495f577245c357409002329b9f4d6182c0af3dc2f462555c8");
    }

    @Test
    void both_hashes_change_with_each_block() throws Exception {
        for (String kind : new String[]{"hash_serialized_3", "muhash"}) {
            String before = rpc.result("gettxoutsetinfo", "'" + kind + "'").path(kind).textValue();
            node.grow(1);
            String after = rpc.result("gettxoutsetinfo", "'" + kind + "'").path(kind).textValue();
            assertThat(after).isNotEqualTo(before);
        }
    }

    @Test
    void other_hashes_and_heights_are_refused() throws Exception {
        assertThat(rpc.error("gettxoutsetinfo", "'foo'")).isEqualTo("-8 'foo' is not a valid hash_type");
        assertThat(rpc.error("gettxoutsetinfo", "'none', 1"))
                .isEqualTo("-8 Querying specific block heights requires coinstatsindex");
    }

    @Test
    void an_index_knows_the_coins_at_each_block() throws Exception {
        var indexed = new LocalNode().withStatistics();
        var asked = new Rpc(indexed);
        indexed.grow(2);
        JsonNode counted = asked.result("gettxoutsetinfo", "'muhash', null, false");
        indexed.grow(3);

        JsonNode known = asked.result("gettxoutsetinfo", "'muhash', 2");

        assertThat(known).isEqualTo(asked.result("gettxoutsetinfo",
                "'muhash', '%s'".formatted(known.path("bestblock").textValue())));
        for (String same : new String[]{"height", "bestblock", "txouts", "bogosize", "muhash", "total_amount"})
            assertThat(known.get(same)).as(same).isEqualTo(counted.get(same));
        assertThat(known.path("total_unspendable_amount").decimalValue()).isEqualByComparingTo("50");
        JsonNode block = known.path("block_info");
        assertThat(block.fieldNames()).toIterable().containsExactly("prevout_spent", "coinbase",
                "new_outputs_ex_coinbase", "unspendable", "unspendables");
        assertThat(block.path("coinbase").decimalValue()).isEqualByComparingTo("50");
        assertThat(block.path("unspendable").decimalValue()).isZero();
        JsonNode genesis = asked.result("gettxoutsetinfo", "'none', 0");
        assertThat(genesis.path("block_info").path("unspendables").path("genesis_block").decimalValue())
                .isEqualByComparingTo("50");
        assertThat(asked.result("gettxoutsetinfo", "'none'").path("height").intValue()).isEqualTo(5);
    }

    @Test
    void another_block_than_the_tip_is_the_indexs_business() throws Exception {
        var asked = new Rpc(new LocalNode().withStatistics());

        assertThat(rpc.error("gettxoutsetinfo", "'muhash', 0"))
                .isEqualTo("-8 Querying specific block heights requires coinstatsindex");
        assertThat(asked.error("gettxoutsetinfo", "'hash_serialized_3', 0"))
                .isEqualTo("-8 hash_serialized_3 hash type cannot be queried for a specific block");
        assertThat(asked.error("gettxoutsetinfo", "'muhash', 0, false"))
                .isEqualTo("-8 Cannot set use_index to false when querying for a specific block");
        assertThat(asked.error("gettxoutsetinfo", "'muhash', 1"))
                .isEqualTo("-8 Target block height 1 after current tip 0");
        assertThat(asked.error("gettxoutsetinfo", "'none', '" + "ff".repeat(32) + "'"))
                .isEqualTo("-5 Block not found");
    }
}
