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
}
