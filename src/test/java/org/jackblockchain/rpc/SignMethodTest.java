package org.jackblockchain.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.jackblockchain.consensus.Networks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing with keys that the caller names, for every form of output; the interpreter says whether it is right. */
class SignMethodTest {
    private static final String ONE = "cUeKHd5orzT3mz8P9pxyREHfsWtVfgsfDjiZZBcjUBAaGk1BTj7N";
    private static final String TWO = "cVKpPfVKSJxKqVpE9awvXNWuLHCa5j5tiE7K6zbUSptFpTEtiFrA";
    private static final String TXID = "11".repeat(32);

    private final LocalNode node = new LocalNode();
    private final Rpc rpc = new Rpc(node);

    private static String script(String descriptor) {
        return DescriptorScript.of(descriptor, Networks.REGTEST).hex();
    }

    private static String key(String secret) {
        return SecretKeys.parse(secret).orElseThrow().point().hex();
    }

    private String unsigned() throws Exception {
        return rpc.result("createrawtransaction",
                "[{'txid': '" + TXID + "', 'vout': 1}], [{'data': '00'}]").textValue();
    }

    /** @param more members of the object that tells of what is spent */
    private JsonNode sign(String hex, String secret, String output, String more) throws Exception {
        return rpc.result("signrawtransactionwithkey", ("'%s', ['%s'], [{'txid': '%s', 'vout': 1, 'scriptPubKey':"
                + " '%s', 'amount': 2.5%s}]").formatted(hex, secret, TXID, output, more));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pk(%s)", "pkh(%s)", "wpkh(%s)", "tr(%s)", "multi(1,%s)"})
    void an_output_of_one_key_is_unlocked_by_it_and_by_no_other(String form) throws Exception {
        String output = script(form.formatted(key(ONE)));

        JsonNode signed = sign(unsigned(), ONE, output, "");
        assertThat(signed.path("complete").booleanValue()).as(signed.toString()).isTrue();
        assertThat(signed.has("errors")).isFalse();

        JsonNode other = sign(unsigned(), TWO, output, "");
        assertThat(other.path("complete").booleanValue()).isFalse();
        assertThat(other.path("errors").path(0).path("txid").textValue()).isEqualTo(TXID);
        assertThat(other.path("hex").textValue()).isEqualTo(unsigned());
    }

    @Test
    void a_taproot_output_of_the_key_as_it_is_is_unlocked_too() throws Exception {
        String output = script("rawtr(" + key(ONE).substring(2) + ")");

        assertThat(sign(unsigned(), ONE, output, "").path("complete").booleanValue()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"sh(pkh(%s)); redeemScript; pkh(%s)", "wsh(pk(%s)); witnessScript; pk(%s)",
            "sh(wpkh(%s)); redeemScript; wpkh(%s)", "sh(wsh(pkh(%s))); witnessScript; pkh(%s)",
            "sh(wsh(pkh(%s))); redeemScript; pkh(%s)"})
    void a_script_behind_a_hash_is_unlocked_by_who_knows_it(String form, String name, String behind) throws Exception {
        String output = script(form.formatted(key(ONE)));
        String more = ", '%s': '%s'".formatted(name, script(behind.formatted(key(ONE))));

        JsonNode signed = sign(unsigned(), ONE, output, more);
        assertThat(signed.path("complete").booleanValue()).as(signed.toString()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh(multi(2,%s,%s))", "wsh(multi(2,%s,%s))", "sh(wsh(multi(2,%s,%s)))"})
    void two_of_two_sign_one_after_the_other(String form) throws Exception {
        String output = script(form.formatted(key(ONE), key(TWO)));
        String more = ", 'redeemScript': '%s'".formatted(script("multi(2,%s,%s)".formatted(key(ONE), key(TWO))));

        JsonNode half = sign(unsigned(), TWO, output, more);
        assertThat(half.path("complete").booleanValue()).isFalse();
        JsonNode whole = sign(half.path("hex").textValue(), ONE, output, more);
        assertThat(whole.path("complete").booleanValue()).as(whole.toString()).isTrue();

        // the other way round it is the same, but for nothing: signatures stand in the order of the keys
        JsonNode first = sign(unsigned(), ONE, output, more);
        assertThat(sign(first.path("hex").textValue(), TWO, output, more)).isEqualTo(whole);
    }

    @Test
    void a_script_that_is_not_the_one_behind_the_hash_is_refused() throws Exception {
        String params = "'%s', ['%s'], [{'txid': '%s', 'vout': 1, 'scriptPubKey': '%s'%s}]";
        String wsh = script("wsh(pk(" + key(ONE) + "))");
        String right = script("pk(" + key(ONE) + ")");

        assertThat(rpc.error("signrawtransactionwithkey", params.formatted(unsigned(), ONE, TXID, wsh, "")))
                .isEqualTo("-8 Missing redeemScript/witnessScript");
        assertThat(rpc.error("signrawtransactionwithkey", params.formatted(unsigned(), ONE, TXID, wsh,
                ", 'witnessScript': '51'"))).isEqualTo("-8 redeemScript/witnessScript does not match scriptPubKey");
        assertThat(rpc.error("signrawtransactionwithkey", params.formatted(unsigned(), ONE, TXID, wsh,
                ", 'witnessScript': '" + right + "', 'redeemScript': '51'")))
                .isEqualTo("-8 redeemScript does not correspond to witnessScript");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ALL", "NONE", "SINGLE", "ALL|ANYONECANPAY", "NONE|ANYONECANPAY", "SINGLE|ANYONECANPAY"})
    void each_hash_type_makes_a_good_signature(String type) throws Exception {
        for (String form : new String[]{"pkh(%s)", "wpkh(%s)", "tr(%s)"}) {
            JsonNode signed = rpc.result("signrawtransactionwithkey", ("'%s', ['%s'], [{'txid': '%s', 'vout': 1,"
                    + " 'scriptPubKey': '%s', 'amount': 2.5}], '%s'").formatted(unsigned(), ONE, TXID,
                            script(form.formatted(key(ONE))), type));
            assertThat(signed.path("complete").booleanValue()).as(form + signed).isTrue();
        }
        assertThat(rpc.error("signrawtransactionwithkey", "'" + unsigned() + "', ['" + ONE + "'], [], 'all'"))
                .isEqualTo("-8 'all' is not a valid sighash parameter.");
    }

    @Test
    void a_text_is_signed_by_the_owner_of_an_address() throws Exception {
        String signature = rpc.result("signmessagewithprivkey", "'" + ONE + "', 'hello'").textValue();
        String address = "mpLQjfK79b7CCV4VMJWEWAj5Mpx8Up5zxB";

        assertThat(rpc.result("verifymessage", "'%s', '%s', 'hello'".formatted(address, signature)).booleanValue())
                .isTrue();
        assertThat(rpc.result("verifymessage", "'%s', '%s', 'hallo'".formatted(address, signature)).booleanValue())
                .isFalse();
        assertThat(rpc.result("verifymessage", "'%s', 'AAAA', 'hello'".formatted(address)).booleanValue()).isFalse();
        assertThat(rpc.error("verifymessage", "'%s', 'a_b=', 'hello'".formatted(address)))
                .isEqualTo("-3 Malformed base64 encoding");
    }

    @Test
    void secrets_in_a_descriptor_are_not_told() throws Exception {
        JsonNode info = rpc.result("getdescriptorinfo", "'pkh(" + ONE + ")'");

        assertThat(info.path("hasprivatekeys").booleanValue()).isTrue();
        assertThat(info.path("descriptor").textValue()).startsWith("pkh(" + key(ONE) + ")#");
    }
}
