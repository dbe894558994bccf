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

    @Test
    void a_scan_finds_the_blocks_that_concern_a_descriptor() throws Exception {
        List<BlockEntry> others = node.grow(4);
        String mine = rpc.result("generatetodescriptor", "1, 'raw(5151)'").path(0).textValue();
        node.grow(2);

        JsonNode found = rpc.result("scanblocks", "'start', ['raw(5151)']");

        assertThat(found.path("relevant_blocks")).hasSize(1);
        assertThat(found.path("relevant_blocks").path(0).textValue()).isEqualTo(mine);
        assertThat(found.path("from_height").intValue()).isZero();
        assertThat(found.path("to_height").intValue()).isEqualTo(7);
        assertThat(found.path("completed").booleanValue()).isTrue();
        assertThat(rpc.result("scanblocks", "'start', ['raw(5151)'], 5, 5").path("relevant_blocks")).hasSize(1);
        assertThat(rpc.result("scanblocks", "'start', ['raw(5151)'], 0, 4").path("relevant_blocks")).isEmpty();
        assertThat(rpc.result("scanblocks", "'start', ['raw(5151)'], 6").path("relevant_blocks")).isEmpty();
        assertThat(others).hasSize(4);
    }

    @Test
    void what_a_filter_only_seems_to_hold_is_left_out_if_that_is_wished() throws Exception {
        // a script whose number in the filter of regtest's genesis is that of genesis' own output
        String impostor = "'raw(001400000000000000000000000000000000000cadcb)'";

        assertThat(rpc.result("scanblocks", "'start', [" + impostor + "]").path("relevant_blocks")).hasSize(1);
        assertThat(rpc.result("scanblocks",
                "'start', [" + impostor + "], 0, 0, 'basic', {'filter_false_positives': true}")
                .path("relevant_blocks")).isEmpty();
    }

    @Test
    void a_scan_must_stay_within_the_chain() throws Exception {
        assertThat(rpc.error("scanblocks", "'start', ['raw(51)'], 1")).isEqualTo("-1 Invalid start_height");
        assertThat(rpc.error("scanblocks", "'start', ['raw(51)'], 0, 1")).isEqualTo("-1 Invalid stop_height");
        assertThat(rpc.error("scanblocks", "'start', ['raw(51)'], 0, 0, 'odd'")).isEqualTo("-5 Unknown filtertype");
        assertThat(rpc.error("scanblocks", "'dance'")).isEqualTo("-8 Invalid action 'dance'");
        assertThat(rpc.result("scanblocks", "'status'").isNull()).isTrue();
        assertThat(rpc.result("scanblocks", "'abort'").booleanValue()).isFalse();
    }

    @Test
    void activity_is_what_was_paid_and_spent_in_blocks_and_in_the_pool() throws Exception {
        rpc.result("generatetodescriptor", "1, 'raw(51)'");
        String first = rpc.result("getblockhash", "1").textValue();
        node.grow(100);
        String coinbase = rpc.result("getblock", "'" + first + "'").path("tx").path(0).textValue();

        JsonNode paid = rpc.result("getdescriptoractivity", "['%s'], ['raw(51)']".formatted(first)).path("activity");

        assertThat(paid).hasSize(1);
        assertThat(paid.path(0).path("type").textValue()).isEqualTo("receive");
        assertThat(paid.path(0).path("txid").textValue()).isEqualTo(coinbase);
        assertThat(paid.path(0).path("height").intValue()).isEqualTo(1);
        assertThat(paid.path(0).path("output_spk").path("hex").textValue()).isEqualTo("51");
        assertThat(rpc.result("getdescriptoractivity", "[], ['raw(51)'], false").path("activity")).isEmpty();
        assertThat(rpc.error("getdescriptoractivity", "['" + "00".repeat(32) + "'], ['raw(51)']"))
                .isEqualTo("-5 Block not found");
    }
}
