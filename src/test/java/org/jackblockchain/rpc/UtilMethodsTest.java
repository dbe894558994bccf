package org.jackblockchain.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Txid;
import org.junit.jupiter.api.Test;

class UtilMethodsTest {
    private static final String ADDRESS = "bcrt1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqdku202";

    private final Rpc rpc = new Rpc(new LocalNode());

    @Test
    void an_address_is_told_what_it_stands_for() throws Exception {
        var valid = rpc.result("validateaddress", "'" + ADDRESS + "'");
        assertThat(valid.path("isvalid").booleanValue()).isTrue();
        assertThat(valid.path("scriptPubKey").textValue()).isEqualTo("0014" + "00".repeat(20));
        assertThat(valid.path("iswitness").booleanValue()).isTrue();
        assertThat(valid.path("witness_version").intValue()).isZero();
        assertThat(rpc.result("validateaddress", "'nonsense'").path("isvalid").booleanValue()).isFalse();
    }

    @Test
    void it_is_told_where_an_address_is_wrong() throws Exception {
        var wrong = rpc.result("validateaddress", "'bcrt1qax9suht3qv95sw33xavx8crpxduefdrsvgsklu'");
        assertThat(wrong.path("error").textValue()).isEqualTo("Invalid Bech32 checksum");
        assertThat(wrong.path("error_locations").toString()).isEqualTo("[22,43]");
    }

    @Test
    void an_address_that_stands_twice_in_an_object_is_noticed() throws Exception {
        String pair = "'%s': 1".formatted(ADDRESS);
        assertThat(rpc.error("createrawtransaction", "[], {%s, %1$s}".formatted(pair)))
                .isEqualTo("-8 Invalid parameter, duplicated address: " + ADDRESS);
        assertThat(rpc.error("createrawtransaction", "[], {'data': 'aa', 'data': 'bb'}"))
                .isEqualTo("-8 Invalid parameter, duplicate key: data");
        assertThat(rpc.result("createrawtransaction", "[], {%s, 'data': 'aa'}".formatted(pair)).isTextual()).isTrue();
    }

    @Test
    void a_descriptor_is_checked_by_its_checksum() throws Exception {
        var info = rpc.result("getdescriptorinfo", "'raw(51)'");
        String whole = info.path("descriptor").textValue();
        assertThat(whole).isEqualTo("raw(51)#" + info.path("checksum").textValue());
        assertThat(rpc.result("getdescriptorinfo", "'" + whole + "'").path("isrange").booleanValue()).isFalse();
        assertThat(rpc.error("getdescriptorinfo", "'raw(51)#aaaaaaaa'")).startsWith("-5 Provided checksum");
        assertThat(rpc.error("getdescriptorinfo", "'raw(5)'")).isEqualTo("-5 Raw script is not hex");
        assertThat(rpc.error("deriveaddresses", "'" + whole + "'"))
                .isEqualTo("-5 Descriptor does not have a corresponding address");
    }

    @Test
    void blocks_are_made_for_a_descriptor() throws Exception {
        assertThat(rpc.result("generatetodescriptor", "2, 'raw(51)'")).hasSize(2);
        assertThat(rpc.result("getblockcount", "").intValue()).isEqualTo(2);
        assertThat(rpc.result("getdeploymentinfo", "").path("deployments").path("segwit").path("active").booleanValue())
                .isTrue();
    }

    @Test
    void a_node_without_words_makes_the_coinbases_that_Core_makes() throws Exception {
        String address = "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080";
        var plain = new Rpc(LocalNode.tagged(""));
        String ids = "ids of the first two coinbases of bitcoind v29.0";
        plain.result("generatetoaddress", "17, '" + address + "'");

        assertThat(coinbase(plain, 1)).as(ids)
                .isEqualTo("489302fc5c4a745271331149937222f40bd6bc98c414806255cab53d3473f70d");
        assertThat(coinbase(plain, 17)).as(ids)
                .isEqualTo("9071fbd635e9c26a1f7894e0997147a2ea48794f1cb1a866f3376cc5404afe24");
        rpc.result("generatetoaddress", "1, '" + address + "'");
        assertThat(coinbase(rpc, 1)).as("with words").isNotEqualTo(coinbase(plain, 1));
        var unspents = plain.result("scantxoutset", "'start', ['addr(%s)']".formatted(address)).path("unspents");
        assertThat(unspents.findValuesAsText("txid")).as("by the bytes of the ids").hasSize(17)
                .isSortedAccordingTo(Comparator.comparing(id -> new ByteWriter().hash(Txid.of(id)).toBytes().hex()));
    }

    private static String coinbase(Rpc rpc, int height) throws Exception {
        String hash = rpc.result("getblockhash", Integer.toString(height)).textValue();
        return rpc.result("getblock", "'" + hash + "'").path("tx").path(0).textValue();
    }

    @Test
    void the_clock_stands_where_it_is_set() throws Exception {
        rpc.result("setmocktime", "2000000000");
        rpc.result("generatetodescriptor", "1, 'raw(51)'");
        assertThat(rpc.error("setmocktime", "-1")).isEqualTo(
                "-8 Mocktime must be in the range [0, 9223372036], not -1.");
        assertThat(rpc.result("echo", "1, 'x'").toString()).isEqualTo("[1,\"x\"]");
    }

    @Test
    void help_tells_which_parameters_are_texts() throws Exception {
        String all = rpc.result("help", "'dump_all_command_conversions'").toString();
        assertThat(all).contains("[\"getblock\",0,\"blockhash\",true]", "[\"getblock\",1,\"verbosity\",false]",
                "[\"getblock\",1,\"verbose\",false]");
    }

    @Test
    void memory_is_what_is_used_and_what_is_free() throws Exception {
        var memory = rpc.result("getmemoryinfo", "").path("locked");
        assertThat(memory.path("used").longValue()).isPositive();
        assertThat(memory.path("used").longValue() + memory.path("free").longValue())
                .isEqualTo(memory.path("total").longValue());
        assertThat(memory.path("chunks_used").longValue()).isPositive();
        assertThat(rpc.error("getmemoryinfo", "'mallocinfo'")).isEqualTo("-8 mallocinfo mode not available");
        assertThat(rpc.error("getmemoryinfo", "'foobar'")).isEqualTo("-8 unknown mode foobar");
    }

    @Test
    void what_is_echoed_comes_back_but_for_one_word() throws Exception {
        assertThat(rpc.result("echoipc", "'hello'").textValue()).isEqualTo("hello");
        String nine = "0,1,2,3,4,5,6,7,8";
        assertThat(rpc.result("echo", nine + ",'x'")).hasSize(10);
        assertThat(rpc.error("echo", nine + ",'trigger_internal_bug'")).startsWith("-1 Internal bug detected: ");
    }

    @Test
    void help_has_an_example_but_for_what_is_not_listed() throws Exception {
        assertThat(rpc.result("help", "'getblockcount'").textValue()).endsWith("Example:\n> jbc-cli getblockcount");
        assertThat(rpc.result("help", "'generate'").textValue()).isEqualTo("generate\n\nhas been replaced by the"
                + " -generate cli option. Refer to -help for more information.\n");
    }
}
