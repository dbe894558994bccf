package org.jackblockchain.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.assertj.core.data.Offset;
import org.jackblockchain.BlockBuilder;
import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.node.Outcome;
import org.jackblockchain.node.Request;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;
import org.junit.jupiter.api.Test;

class StatsMethodsTest {
    private static final long SUBSIDY = 50_0000_0000L;
    private static final Bytes RETURN = Bytes.ofHex("6a");

    private final LocalNode node = new LocalNode();
    private final Rpc rpc = new Rpc(node);

    /** Spends the coinbases of the first blocks, each with another fee. */
    private Block blockOf(long... fees) {
        BlockEntry tip = node.view().tip();
        var spends = new ArrayList<Transaction>();
        long all = 0;
        for (int i = 0; i < fees.length; i++) {
            var coinbase = node.blocks().block(tip.ancestor(i + 1).hash()).orElseThrow().transactions().getFirst();
            spends.add(new Transaction(2,
                    List.of(new TxIn(new OutPoint(coinbase.txid(), 0), Bytes.EMPTY, TxIn.FINAL, List.of())),
                    List.of(new TxOut(SUBSIDY - fees[i] - 1, BlockBuilder.ANYONE), new TxOut(1, RETURN)), 0));
            all += fees[i];
        }
        return BlockBuilder.on(node.view().params(), tip).with(spends.toArray(Transaction[]::new)).reward(SUBSIDY + all)
                .mined();
    }

    private void mine(long... fees) {
        assertThat(node.ask(new Request.Submit(blockOf(fees), "test")).orElseThrow())
                .isInstanceOf(Outcome.Connected.class);
    }

    @Test
    void a_block_is_counted_fee_by_fee() throws Exception {
        node.grow(110);
        mine(1_000, 4_000, 2_000, 9_000);

        JsonNode stats = rpc.result("getblockstats", "111");
        int size = 4 + 1 + 36 + 1 + 4 + 1 + (8 + 2) * 2 + 4;
        assertThat(stats.path("txs").intValue()).isEqualTo(5);
        assertThat(stats.path("ins").intValue()).isEqualTo(4);
        assertThat(stats.path("outs").intValue()).isEqualTo(10);
        assertThat(stats.path("totalfee").intValue()).isEqualTo(16_000);
        assertThat(stats.path("avgfee").intValue()).isEqualTo(4_000);
        assertThat(stats.path("minfee").intValue()).isEqualTo(1_000);
        assertThat(stats.path("maxfee").intValue()).isEqualTo(9_000);
        assertThat(stats.path("medianfee").intValue()).isEqualTo(3_000);
        assertThat(stats.path("mediantxsize").intValue()).isEqualTo(size);
        assertThat(stats.path("total_size").intValue()).isEqualTo(4 * size);
        assertThat(stats.path("total_weight").intValue()).isEqualTo(4 * 4 * size);
        assertThat(stats.path("total_out").longValue()).isEqualTo(4 * SUBSIDY - 16_000);
        assertThat(stats.path("swtxs").intValue()).isZero();
        // the outputs of OP_RETURN, and that of the commitment, are no coins
        assertThat(stats.path("utxo_increase").intValue()).isEqualTo(6);
        assertThat(stats.path("utxo_increase_actual").intValue()).isEqualTo(1);
        assertThat(stats.path("feerate_percentiles").toString()).isEqualTo("[%d,%d,%d,%d,%d]".formatted(1_000 / size,
                1_000 / size, 2_000 / size, 4_000 / size, 9_000 / size));
    }

    @Test
    void some_numbers_are_told_alone_and_genesis_makes_no_coins() throws Exception {
        node.grow(2);

        assertThat(rpc.result("getblockstats", "2, ['txs', 'height']").toString())
                .isEqualTo("{\"txs\":1,\"height\":2}");
        JsonNode genesis = rpc.result("getblockstats", "0");
        assertThat(genesis.path("utxo_increase").intValue()).isEqualTo(1);
        assertThat(genesis.path("utxo_increase_actual").intValue()).isZero();
        assertThat(genesis.path("minfee").intValue()).isZero();
        assertThat(rpc.error("getblockstats", "1, ['none']")).isEqualTo("-8 Invalid selected statistic 'none'");
        assertThat(rpc.error("getblockstats", "-1")).isEqualTo("-8 Target block height -1 is negative");
        assertThat(rpc.error("getblockstats", "3")).isEqualTo("-8 Target block height 3 after current tip 2");
        assertThat(rpc.error("getblockstats", "'" + "00".repeat(32) + "'")).isEqualTo("-5 Block not found");
    }

    @Test
    void transactions_are_counted_over_a_window() throws Exception {
        node.grow(110);
        mine(1, 2);

        JsonNode stats = rpc.result("getchaintxstats", "10");
        assertThat(stats.path("txcount").intValue()).isEqualTo(1 + 111 + 2);
        assertThat(stats.path("window_tx_count").intValue()).isEqualTo(12);
        assertThat(stats.path("window_final_block_height").intValue()).isEqualTo(111);
        assertThat(stats.path("txrate").doubleValue())
                .isEqualTo(12.0 / stats.path("window_interval").intValue(), within());
        assertThat(rpc.result("getchaintxstats", "").path("window_block_count").intValue()).isEqualTo(110);
        assertThat(ChainMethodsTest.names(rpc.result("getchaintxstats", "0"))).containsExactly("time", "txcount",
                "window_final_block_hash", "window_final_block_height", "window_block_count");
        assertThat(rpc.result("getchaintxstats", "110").path("window_tx_count").intValue()).isEqualTo(112);
        assertThat(rpc.error("getchaintxstats", "111")).startsWith("-8 Invalid block count");
        assertThat(rpc.error("getchaintxstats", "-1")).startsWith("-8 Invalid block count");
    }

    private static Offset<Double> within() {
        return Offset.offset(1e-9);
    }

    @Test
    void a_chain_that_fits_its_coins_is_sound_at_each_level() throws Exception {
        node.grow(110);
        mine(1_000, 2_000);

        for (int level = 0; level <= 4; level++) {
            assertThat(rpc.result("verifychain", level + ", 0").booleanValue()).as("level " + level).isTrue();
            assertThat(rpc.result("verifychain", level + ", 3").booleanValue()).as("level " + level).isTrue();
        }
        assertThat(OptionalLong.of(node.view().tip().height())).hasValue(111);
    }

    @Test
    void a_coin_that_is_not_what_a_block_made_is_noticed_from_level_3_on() throws Exception {
        node.grow(110);
        mine(1_000);
        OutPoint place = new OutPoint(node.blocks().block(node.view().tip().hash()).orElseThrow().transactions().get(1)
                .txid(), 0);
        var after = new Rpc(node.restartedWith(place, new Coin(new TxOut(5, BlockBuilder.ANYONE), 111, false)));

        assertThat(after.result("verifychain", "2, 1").booleanValue()).isTrue();
        assertThat(after.result("verifychain", "3, 1").booleanValue()).isFalse();
        assertThat(after.result("verifychain", "4, 1").booleanValue()).isFalse();
    }
}
