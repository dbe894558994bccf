package org.jackblockchain.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jackblockchain.BlockBuilder;
import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.node.Request;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.Hex;
import org.junit.jupiter.api.Test;

class ChainMethodsTest {
    private static final String GENESIS = "0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206";
    private static final String TARGET = "7fffff0000000000000000000000000000000000000000000000000000000000";

    private final LocalNode node = new LocalNode();
    private final Rpc rpc = new Rpc(node);

    @Test
    void the_chain_is_told_with_cores_fields_in_cores_order() throws Exception {
        node.grow(3);
        JsonNode info = rpc.result("getblockchaininfo", "");

        assertThat(names(info)).containsExactly("chain", "blocks", "headers", "bestblockhash", "bits", "target",
                "difficulty", "time", "mediantime", "verificationprogress", "initialblockdownload", "chainwork",
                "size_on_disk", "pruned", "warnings");
        assertThat(info.path("chain").textValue()).isEqualTo("regtest");
        assertThat(info.path("blocks").intValue()).isEqualTo(3);
        assertThat(info.path("headers").intValue()).isEqualTo(3);
        assertThat(info.path("target").textValue()).isEqualTo(TARGET);
        assertThat(info.path("verificationprogress").doubleValue()).isEqualTo(1);
        assertThat(info.path("chainwork").textValue()).isEqualTo("%064x".formatted(8));
        assertThat(info.path("size_on_disk").longValue()).isEqualTo(4_321);
        assertThat(rpc.text("getblockchaininfo", "")).contains("\"difficulty\":4.656542373906925e-10,");
        assertThat(rpc.text("getdifficulty", "")).contains("\"result\":4.656542373906925e-10,");
    }

    @Test
    void blocks_are_found_by_height_and_by_hash() throws Exception {
        List<BlockEntry> blocks = node.grow(2);

        assertThat(rpc.result("getblockcount", "").intValue()).isEqualTo(2);
        assertThat(rpc.result("getbestblockhash", "").textValue()).isEqualTo(blocks.get(1).hash().hex());
        assertThat(rpc.result("getblockhash", "0").textValue()).isEqualTo(GENESIS);
        assertThat(rpc.result("getblockhash", "2").textValue()).isEqualTo(blocks.get(1).hash().hex());
        assertThat(rpc.error("getblockhash", "3")).isEqualTo("-8 Block height out of range");
        assertThat(rpc.error("getblockhash", "-1")).isEqualTo("-8 Block height out of range");
    }

    @Test
    void the_genesis_header_is_as_core_shows_it() throws Exception {
        assertThat(rpc.text("getblockheader", "'" + GENESIS + "'")).isEqualTo("""
                {"result":{"hash":"%s","confirmations":1,"height":0,"version":1,"versionHex":"00000001",\
                "merkleroot":"4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b","time":1296688602,\
                "mediantime":1296688602,"nonce":2,"bits":"207fffff","target":"%s",\
                "difficulty":4.656542373906925e-10,\
                "chainwork":"0000000000000000000000000000000000000000000000000000000000000002","nTx":1},\
                "error":null,"id":1}
                """.formatted(GENESIS, TARGET));
    }

    @Test
    void a_header_has_its_neighbours_and_a_stale_one_has_no_confirmations() throws Exception {
        BlockEntry genesis = node.view().tip();
        List<BlockEntry> blocks = node.grow(3);
        Block stale = BlockBuilder.on(Networks.REGTEST, genesis).salt(999).mined();
        node.ask(new Request.Submit(stale, "test"));

        JsonNode middle = rpc.result("getblockheader", "'" + blocks.get(1).hash() + "', true");
        assertThat(middle.path("confirmations").intValue()).isEqualTo(2);
        assertThat(middle.path("previousblockhash").textValue()).isEqualTo(blocks.get(0).hash().hex());
        assertThat(middle.path("nextblockhash").textValue()).isEqualTo(blocks.get(2).hash().hex());
        JsonNode tip = rpc.result("getblockheader", "'" + blocks.get(2).hash() + "'");
        assertThat(tip.path("confirmations").intValue()).isEqualTo(1);
        assertThat(tip.has("nextblockhash")).isFalse();
        JsonNode lost = rpc.result("getblockheader", "'" + stale.hash() + "'");
        assertThat(lost.path("confirmations").intValue()).isEqualTo(-1);
        assertThat(lost.has("nextblockhash")).isFalse();
        assertThat(rpc.result("getblockheader", "'" + stale.hash() + "', false").textValue())
                .isEqualTo(Hex.of(stale.header().toBytes()));
    }

    @Test
    void a_block_comes_as_hex_or_with_ids_or_with_transactions() throws Exception {
        BlockEntry entry = node.grow(1).getFirst();
        Block block = node.blocks().block(entry.hash()).orElseThrow();
        String hash = "'" + entry.hash() + "'";
        String txid = block.transactions().getFirst().txid().hex();

        for (String zero : List.of("0", "false", "-1"))
            assertThat(rpc.result("getblock", hash + ", " + zero).textValue()).isEqualTo(Hex.of(block.toBytes()));
        JsonNode ids = rpc.result("getblock", hash);
        assertThat(names(ids)).endsWith("strippedsize", "size", "weight", "tx");
        assertThat(ids.path("size").intValue()).isEqualTo(block.size());
        assertThat(ids.path("weight").intValue()).isEqualTo(block.weight());
        assertThat(ids.path("tx")).extracting(JsonNode::textValue).containsExactly(txid);
        assertThat(rpc.result("getblock", hash + ", true")).isEqualTo(ids);
        JsonNode coinbase = rpc.result("getblock", hash + ", 2").path("tx").path(0);
        assertThat(names(coinbase)).containsExactly("txid", "hash", "version", "size", "vsize", "weight", "locktime",
                "vin", "vout", "hex");
        assertThat(names(coinbase.path("vin").path(0))).containsExactly("coinbase", "txinwitness", "sequence");
        assertThat(rpc.text("getblock", hash + ", 2")).contains("""
                {"value":0.00000000,"n":1,"scriptPubKey":{"asm":"OP_RETURN \
                aa21a9ede2f61c3f71d1defd3fa999dfa36953755c690689799962b48bebd836974e8cf9",\
                "desc":"raw(6a24aa21a9ede2f61c3f71d1defd3fa999dfa36953755c690689799962b48bebd836974e8cf9)#cav96mf3",\
                "hex":"6a24aa21a9ede2f61c3f71d1defd3fa999dfa36953755c690689799962b48bebd836974e8cf9",\
                "type":"nulldata"}}""");
    }

    @Test
    void the_genesis_block_has_a_body_though_it_is_in_no_store() throws Exception {
        assertThat(rpc.text("getblock", "'" + GENESIS + "', 2")).contains("\"vout\":[{\"value\":50.00000000,\"n\":0,");
        JsonNode output = rpc.result("getblock", "'" + GENESIS + "', 2").path("tx").path(0).path("vout").path(0);
        assertThat(output.path("scriptPubKey").path("type").textValue()).isEqualTo("pubkey");
        assertThat(output.path("scriptPubKey").path("desc").textValue()).startsWith("pk(04678afdb0")
                .endsWith("#vlz6ztea");
        assertThat(output.path("scriptPubKey").has("address")).isFalse();
    }

    @Test
    void a_hash_that_is_none_or_unknown_is_told_so() throws Exception {
        String unknown = "'" + "ab".repeat(32) + "'";
        assertThat(rpc.error("getblock", unknown)).isEqualTo("-5 Block not found");
        assertThat(rpc.error("getblockheader", unknown)).isEqualTo("-5 Block not found");
        assertThat(rpc.error("getblockheader", "'ab'"))
                .isEqualTo("-8 hash must be of length 64 (not 2, for 'ab')");
        assertThat(rpc.error("getblock", "'" + "xy".repeat(32) + "'"))
                .isEqualTo("-8 blockhash must be hexadecimal string (not '" + "xy".repeat(32) + "')");
        assertThat(rpc.error("getblock", "'" + GENESIS + "', '1'"))
                .isEqualTo("-3 JSON value of type string is not of expected type number");
        assertThat(rpc.error("getblock", "7")).startsWith("-3 Wrong type passed:");
        for (String method : List.of("invalidateblock", "reconsiderblock", "preciousblock"))
            assertThat(rpc.error(method, unknown)).isEqualTo("-5 Block not found");
    }

    @Test
    void a_header_whose_body_is_missing_is_shown_and_its_block_is_not() throws Exception {
        Block block = BlockBuilder.on(Networks.REGTEST, node.view().tip()).mined();
        node.ask(new Request.SubmitHeader(block.header()));
        String hash = "'" + block.hash() + "'";

        assertThat(rpc.result("getblockheader", hash).path("nTx").intValue()).isZero();
        assertThat(rpc.error("getblock", hash)).isEqualTo("-1 Block not available (not fully downloaded)");
        assertThat(rpc.result("getchaintips", "").toString()).contains("headers-only", "active");
        assertThat(rpc.result("getblockchaininfo", "").path("headers").intValue()).isEqualTo(1);
        assertThat(rpc.result("getblockchaininfo", "").path("verificationprogress").doubleValue()).isZero();
    }

    @Test
    void branches_are_told_the_highest_first_with_their_length_and_state() throws Exception {
        BlockEntry genesis = node.view().tip();
        BlockEntry old = node.add(node.add(genesis));
        BlockEntry fork = node.view().tip().ancestor(1);
        Block side = BlockBuilder.on(Networks.REGTEST, genesis).salt(99).mined();
        node.ask(new Request.Submit(side, "test"));

        assertThat(rpc.result("getchaintips", "").toString()).isEqualTo("""
                [{"height":2,"hash":"%s","branchlen":0,"status":"active"},\
                {"height":1,"hash":"%s","branchlen":1,"status":"valid-headers"}]""".formatted(old.hash(),
                side.hash()));
        rpc.result("invalidateblock", "'" + old.hash() + "'");
        assertThat(rpc.result("getbestblockhash", "").textValue()).isEqualTo(fork.hash().hex());
        assertThat(statuses()).containsExactly("2 invalid", "1 active", "1 valid-headers");
        rpc.result("preciousblock", "'" + side.hash() + "'");
        assertThat(rpc.result("getbestblockhash", "").textValue()).isEqualTo(side.hash().hex());
        rpc.result("reconsiderblock", "'" + old.hash() + "'");
        assertThat(statuses()).containsExactly("2 active", "1 valid-fork");
    }

    private List<String> statuses() throws Exception {
        var statuses = new ArrayList<String>();
        rpc.result("getchaintips", "")
                .forEach(tip -> statuses.add(tip.path("height").intValue() + " " + tip.path("status").textValue()));
        return statuses;
    }

    static List<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }
}
