package org.jackblockchain.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jackblockchain.chain.BlockEntry;
import org.junit.jupiter.api.Test;

class FilterMethodsTest {
    private final LocalNode node = new LocalNode().withFilters();
    private final Rpc rpc = new Rpc(node);

    @Test
    void each_block_of_the_chain_has_a_filter_and_its_header() throws Exception {
        List<BlockEntry> blocks = node.grow(3);

        JsonNode filter = rpc.result("getblockfilter", "'%s'".formatted(blocks.getLast().hash()));

        assertThat(filter.path("filter").textValue())
                .isEqualTo(node.filters().orElseThrow().filter(blocks.getLast().hash()).orElseThrow().hex());
        assertThat(filter.path("header").textValue()).hasSize(64);
        // genesis of regtest, as bitcoind v29.0 has it
        JsonNode genesis = rpc.result("getblockfilter",
                "'%s', 'basic'".formatted(node.view().params().genesis().hash()));
        assertThat(genesis.path("header").textValue()).hasSize(64).isNotEqualTo(filter.path("header").textValue());
    }

    @Test
    void what_has_none_is_told_apart() throws Exception {
        String tip = "'%s'".formatted(node.grow(1).getLast().hash());

        assertThat(rpc.error("getblockfilter", tip + ", 'neutrino'")).isEqualTo("-5 Unknown filtertype");
        assertThat(rpc.error("getblockfilter", "'" + "01".repeat(32) + "'")).isEqualTo("-5 Block not found");
        assertThat(new Rpc(new LocalNode()).error("getblockfilter", tip))
                .isEqualTo("-1 Index is not enabled for filtertype basic");
    }

    @Test
    void the_index_is_one_of_those_that_are_told_of() throws Exception {
        node.grow(2);
        JsonNode all = rpc.result("getindexinfo", "");

        assertThat(all.path("basic block filter index").path("best_block_height").intValue()).isEqualTo(2);
        assertThat(rpc.result("getindexinfo", "'txindex'")).isEmpty();
    }
}
