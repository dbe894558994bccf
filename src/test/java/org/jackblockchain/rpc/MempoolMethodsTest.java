package org.jackblockchain.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Hex;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;
import org.jackblockchain.primitives.Txid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A pool with a parent and its child. */
class MempoolMethodsTest {
    private static final Bytes TRUE = Bytes.ofHex("51");
    /** Whoever shows OP_TRUE may spend it. */
    private static final Bytes ANYONE = Signer.witnessOutput(TRUE);
    private static final long FEE = 1_000;
    private static final String NOBODY = "11".repeat(32);

    private final LocalNode node = new LocalNode();
    private final Rpc rpc = new Rpc(node);
    private String parent = "";
    private String child = "";
    private Transaction parentTx;

    MempoolMethodsTest() {
        parentTx = new Transaction(2, List.of(), List.of(), 0);
    }

    @BeforeEach
    void fill() throws Exception {
        rpc.result("generatetodescriptor", "102, 'raw(%s)'".formatted(ANYONE.hex()));
        Transaction coinbase = node.blocks().block(node.view().tip().ancestor(1).hash()).orElseThrow().transactions()
                .getFirst();
        parentTx = spend(coinbase.txid(), coinbase.outputs().getFirst().value() - FEE);
        parent = send(parentTx);
        child = send(spend(parentTx.txid(), parentTx.outputs().getFirst().value() - 2 * FEE));
    }

    private static Transaction spend(Txid txid, long value) {
        return new Transaction(2, List.of(new TxIn(new OutPoint(txid, 0), Bytes.EMPTY, TxIn.FINAL, List.of(TRUE))),
                List.of(new TxOut(value, ANYONE)), 0);
    }

    private String send(Transaction tx) throws Exception {
        return rpc.result("sendrawtransaction", "'" + Hex.of(tx.toBytes()) + "'").textValue();
    }

    @Test
    void the_pool_is_told_as_a_whole() throws Exception {
        JsonNode info = rpc.result("getmempoolinfo", "");

        assertThat(info.path("loaded").booleanValue()).isTrue();
        assertThat(info.path("size").intValue()).isEqualTo(2);
        assertThat(info.path("total_fee").decimalValue()).isEqualByComparingTo("0.00003000");
        assertThat(info.path("unbroadcastcount").intValue()).isEqualTo(2);
        assertThat(rpc.result("getrawmempool", "").toString()).isEqualTo("[\"%s\",\"%s\"]".formatted(parent, child));
        JsonNode numbered = rpc.result("getrawmempool", "false, true");
        assertThat(numbered.path("txids")).hasSize(2);
        assertThat(numbered.path("mempool_sequence").isNumber()).isTrue();
        assertThat(rpc.error("getrawmempool", "true, true"))
                .isEqualTo("-8 Verbose results cannot contain mempool sequence values.");
    }

    @Test
    void an_entry_knows_its_family() throws Exception {
        JsonNode entry = rpc.result("getmempoolentry", "'" + parent + "'");

        assertThat(entry.path("descendantcount").intValue()).isEqualTo(2);
        assertThat(entry.path("ancestorcount").intValue()).isEqualTo(1);
        assertThat(entry.path("spentby").toString()).isEqualTo("[\"" + child + "\"]");
        assertThat(entry.path("fees").path("descendant").decimalValue()).isEqualByComparingTo("0.00003000");
        assertThat(rpc.result("getmempoolancestors", "'" + child + "'").toString()).isEqualTo("[\"" + parent + "\"]");
        assertThat(rpc.result("getmempooldescendants", "'" + parent + "', true").has(child)).isTrue();
        assertThat(rpc.result("getmempoolancestors", "'" + parent + "'")).isEmpty();
        assertThat(rpc.error("getmempoolentry", "'" + NOBODY + "'")).isEqualTo("-5 Transaction not in mempool");
        assertThat(rpc.error("getmempoolancestors", "'xy'")).startsWith("-8 parameter 1 must be of length 64");
    }

    @Test
    void a_spender_is_named_where_there_is_one() throws Exception {
        JsonNode spent = rpc.result("gettxspendingprevout",
                "[{'txid': '%s', 'vout': 0}, {'txid': '%1$s', 'vout': 1}]".formatted(parent));

        assertThat(spent.path(0).path("spendingtxid").textValue()).isEqualTo(child);
        assertThat(spent.path(1).has("spendingtxid")).isFalse();
        assertThat(rpc.error("gettxspendingprevout", "[]")).isEqualTo("-8 Invalid parameter, outputs are missing");
    }

    @Test
    void what_is_added_to_a_fee_is_added_up_and_told() throws Exception {
        rpc.result("prioritisetransaction", "'" + parent + "', 0, 500");
        rpc.result("prioritisetransaction", "'" + parent + "', 0, 250");
        rpc.result("prioritisetransaction", "'" + NOBODY + "', null, -1");

        JsonNode fees = rpc.result("getmempoolentry", "'" + parent + "'").path("fees");
        assertThat(fees.path("base").decimalValue()).isEqualByComparingTo("0.00001000");
        assertThat(fees.path("modified").decimalValue()).isEqualByComparingTo("0.00001750");
        JsonNode all = rpc.result("getprioritisedtransactions", "");
        assertThat(all.path(parent).path("modified_fee").intValue()).isEqualTo(1_750);
        assertThat(all.path(NOBODY).path("in_mempool").booleanValue()).isFalse();
        assertThat(rpc.error("prioritisetransaction", "'" + parent + "', 1, 5")).startsWith("-8 Priority");
        assertThat(rpc.result("getmempoolinfo", "").path("total_fee").decimalValue())
                .isEqualByComparingTo("0.00003000");
    }

    @Test
    void a_pool_is_saved_and_imported_or_it_is_said_that_it_was_not() throws Exception {
        assertThat(rpc.error("savemempool", "")).isEqualTo("-1 Unable to dump mempool to disk");
        assertThat(rpc.result("importmempool", "'good.dat'").toString()).isEqualTo("{}");
        rpc.result("importmempool", "'other/good.dat', {'use_current_time': false, 'apply_unbroadcast_set': true}");
        assertThat(node.imported).containsEntry(Path.of("good.dat"), new PoolImport(true, false, false))
                .containsEntry(Path.of("other/good.dat"), new PoolImport(false, false, true));
        assertThat(rpc.error("importmempool", "'bad.dat'")).startsWith("-1 Unable to import mempool file");
        assertThat(rpc.error("importmempool", "'good.dat', {'use_current_time': 1}"))
                .isEqualTo("-3 JSON value of type number is not of expected type bool");
    }

    @Test
    void a_transaction_is_found_in_the_pool_and_once_it_is_mined_in_its_block() throws Exception {
        assertThat(rpc.result("getrawtransaction", "'" + parent + "'").textValue())
                .isEqualTo(Hex.of(parentTx.toBytes()));
        assertThat(rpc.result("getrawtransaction", "'" + parent + "', 1").has("blockhash")).isFalse();

        String block = rpc.result("generatetodescriptor", "1, 'raw(51)'").path(0).textValue();
        assertThat(rpc.error("getrawtransaction", "'" + parent + "'"))
                .startsWith("-5 No such mempool transaction. Use");
        JsonNode mined = rpc.result("getrawtransaction", "'%s', 2, '%s'".formatted(parent, block));
        assertThat(mined.path("fee").decimalValue()).isEqualByComparingTo("0.00001000");
        assertThat(mined.path("confirmations").intValue()).isEqualTo(1);
        assertThat(mined.path("vin").path(0).path("prevout").path("height").intValue()).isEqualTo(1);
        assertThat(mined.path("vin").path(0).path("prevout").path("generated").booleanValue()).isTrue();
        assertThat(rpc.result("getrawtransaction", "'%s', 1, '%s'".formatted(parent, block)).has("fee")).isFalse();

        JsonNode whole = rpc.result("getblock", "'" + block + "', 2");
        assertThat(whole.path("tx").path(0).has("fee")).as("of the coinbase").isFalse();
        assertThat(whole.path("tx").path(1).path("fee").decimalValue()).isEqualByComparingTo("0.00001000");
        assertThat(whole.path("tx").path(1).path("vin").path(0).has("prevout")).isFalse();
        assertThat(rpc.result("getblock", "'" + block + "', 3").path("tx").path(1).path("vin").path(0).has("prevout"))
                .isTrue();
    }

    @Test
    void a_script_is_shown_with_the_outputs_that_may_hide_it() throws Exception {
        JsonNode key = rpc.result("decodescript", "'76a914%sac'".formatted("00".repeat(20) + "88"));
        assertThat(key.path("segwit").path("type").textValue()).isEqualTo("witness_v0_keyhash");
        assertThat(key.has("p2sh")).isTrue();
        assertThat(rpc.result("decodescript", "'51'").path("segwit").path("hex").textValue()).isEqualTo(ANYONE.hex());

        assertThat(rpc.result("decodescript", "'6a'").has("p2sh")).as("nobody can spend it").isFalse();
        JsonNode witness = rpc.result("decodescript", "'" + ANYONE.hex() + "'");
        assertThat(witness.has("p2sh")).isTrue();
        assertThat(witness.has("segwit")).as("it is one").isFalse();
    }
}
