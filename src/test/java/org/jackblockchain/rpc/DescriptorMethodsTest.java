package org.jackblockchain.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jackblockchain.consensus.Networks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DescriptorMethodsTest {
    private static final String KEY = "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
    private static final String OTHER = "02c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5";
    private static final String SECRET = "tprv8ZgxMBicQKsPd7Uf69XL1XwhmjHopUGep8GuEiJDZmbQz6o58Lnin"
            + "orQAfcKZWARbtRtfnLcJ5MQ2AtHcQJCCRUcMRvmDUjyEmNUWwx8UbK";
    private static final String PUBLIC = "tpubD6NzVbkrYhZ4WaWSyoBvQwbpLkojyoTZPRsgXELWz3Popb3qk"
            + "jcJyJUGLnL4qHHoQvao8ESaAstxYSnhyswJ76uZPStJRJCTKvosUCJZL5B";
    private static final String FINGERPRINT = "0c5f9a1e";

    private final Rpc rpc = new Rpc(new LocalNode());

    private static String named(String text) {
        return text.replace("SECRET", SECRET).replace("PUBLIC", PUBLIC).replace("KEY", KEY).replace("OTHER", OTHER);
    }

    /** For requests, where an apostrophe would stand for quotes. */
    private static String escaped(String text) {
        return text.replace("'", "\\u0027");
    }

    private String info(String text, String field) throws Exception {
        return rpc.result("getdescriptorinfo", "\"" + escaped(named(text)) + "\"").path(field).toString();
    }

    private String addresses(String text, String more) throws Exception {
        String whole = Descriptor.withChecksum(named(text));
        return rpc.result("deriveaddresses", "\"" + escaped(whole) + "\"" + more).toString().replace("\"", "");
    }

    private static List<OutputDescriptor.Expanded> scripts(String text, int index) {
        return DescriptorParser.parse(named(text), Networks.REGTEST).first().at(index).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pk(KEY)", "sh(wsh(pkh(KEY)))", "sh(multi(2,KEY,OTHER))", "wsh(sortedmulti(1,OTHER,KEY))",
            "pkh(PUBLIC/1h/2)", "pkh([d34db33f/44h/0h/0h]PUBLIC/1/*)", "wpkh([d34db33f/44'/0]PUBLIC/1'/*')",
            "tr(KEY,{pk(KEY),{multi_a(1,KEY,PUBLIC/*),pk(OTHER)}})", "rawtr(KEY)", "raw(51)"})
    void what_has_no_secrets_is_shown_as_it_is(String text) throws Exception {
        assertThat(info(text, "descriptor")).isEqualTo("\"" + Descriptor.withChecksum(named(text)) + "\"");
        assertThat(info(text, "hasprivatekeys")).isEqualTo("false");
        assertThat(info(text, "isrange")).isEqualTo(String.valueOf(text.contains("*")));
        assertThat(info(text, "issolvable")).isEqualTo(String.valueOf(!text.startsWith("raw(")));
    }

    @Test
    void secrets_are_not_shown() throws Exception {
        assertThat(info("wpkh(SECRET/1h/*)", "descriptor")).contains(PUBLIC + "/1h/*").doesNotContain(SECRET);
        assertThat(info("wpkh(SECRET/1h/*)", "hasprivatekeys")).isEqualTo("true");
        assertThat(info("wpkh(SECRET/1h/*)", "checksum")).isNotEqualTo(info("wpkh(PUBLIC/1h/*)", "checksum"));
    }

    @Test
    void alternatives_of_a_path_are_one_descriptor_each() throws Exception {
        assertThat(info("wpkh(PUBLIC/<0;1h>/*)", "multipath_expansion")).contains("/0/*)#", "/1h/*)#");
        assertThat(info("wsh(multi(1,PUBLIC/<1;2>/0,KEY,PUBLIC/<2;3>/0))", "multipath_expansion"))
                .contains("/1/0,", "/2/0))#", "/3/0))#");
        assertThat(info("wpkh(PUBLIC/<0;1h;2'>)", "multipath_expansion")).contains("/0)#", "/1')#", "/2')#");
        assertThat(info("wpkh(PUBLIC/0/*)", "multipath_expansion")).isEmpty();
        assertThat(addresses("wpkh(SECRET/1/<0;1>/*)", ", [1, 2]"))
                .isEqualTo(
                        "[[bcrt1q7c8mdmdktrzs8xgpjmqw90tjn65j5a3yj04m3n,bcrt1qs6n37uzu0v0qfzf0r0csm0dwa7prc0v5uavgy0],"
                                + "[bcrt1qhku5rq7jz8ulufe2y6fkcpnlvpsta7rq4442dy,"
                                + "bcrt1qpgptk2gvshyl0s9lqshsmx932l9ccsv265tvaq]]");
    }

    @Test
    void keys_follow_from_others_with_their_secrets_or_without() throws Exception {
        String address = "[bcrt1qjqmxmkpmxt80xz4y3746zgt0q3u3ferr34acd5]";
        assertThat(addresses("wpkh(SECRET/1/1/0)", "")).isEqualTo(address);
        assertThat(addresses("wpkh(PUBLIC/1/1/0)", "")).isEqualTo(address);
        assertThat(addresses("wpkh(PUBLIC/1/1/*)", ", 0")).isEqualTo(address);
        assertThat(addresses("wpkh(SECRET/1/1/*)", ", [2147483647, 2147483647]"))
                .isEqualTo("[bcrt1qtzs23vgzpreks5gtygwxf8tv5rldxvvsyfpdkg]");
        assertThat(addresses("pkh(SECRET/0'/0h/*')", ", 0")).isEqualTo("[mkHV1C6JLheLoUSSZYk7x3FH5tnx9bu7yc]");
        String whole = Descriptor.withChecksum(named("wpkh(PUBLIC/1h/0)"));
        assertThat(rpc.error("deriveaddresses", "\"" + whole + "\""))
                .isEqualTo("-5 Cannot derive script without private keys");
    }

    @Test
    void a_combo_is_all_forms_of_its_key() throws Exception {
        assertThat(addresses("combo(SECRET/1/1/0)", "")).isEqualTo("[mtfUoUax9L4tzXARpw1oTGxWyoogp52KhJ,"
                + "bcrt1qjqmxmkpmxt80xz4y3746zgt0q3u3ferr34acd5,2NDvEwGfpEqJWfybzpKPHF2XH3jwoQV3D7x]");
        assertThat(scripts("combo(KEY)", 0)).extracting(OutputDescriptor.Expanded::script).containsExactly(
                scripts("pk(KEY)", 0).getFirst().script(), scripts("pkh(KEY)", 0).getFirst().script(),
                scripts("wpkh(KEY)", 0).getFirst().script(), scripts("sh(wpkh(KEY))", 0).getFirst().script());
    }

    @Test
    void a_script_tells_where_its_keys_come_from() {
        assertThat(scripts("wsh(multi(1,PUBLIC/1/*,[d34db33f/4h]PUBLIC/2))", 7).getFirst().text().orElseThrow())
                .matches("wsh\\(multi\\(1,\\[" + FINGERPRINT + "/1/7](\\w{66}),\\[d34db33f/4h/2](\\w{66})\\)\\)");
        assertThat(scripts("pkh(SECRET/0'/0h/*h)", 1).getFirst().text()).hasValue("pkh([" + FINGERPRINT
                + "/0h/0h/1h]" + scripts("pk(SECRET/0h/0h/1h)", 0).getFirst().script().hex().substring(2, 68) + ")");
        assertThat(scripts("raw(51)", 0).getFirst().text()).isEmpty();
    }

    @Test
    void sorted_keys_are_those_of_a_sorted_list() {
        assertThat(scripts("sh(sortedmulti(1,OTHER,KEY))", 0)).isEqualTo(scripts("sh(multi(1,KEY,OTHER))", 0));
        assertThat(scripts("sh(sortedmulti(1,OTHER,KEY))", 0)).isNotEqualTo(scripts("sh(multi(1,OTHER,KEY))", 0));
    }

    @Test
    void outputs_of_taproot_have_the_addresses_that_core_gives_them() throws Exception {
        assertThat(addresses("tr(KEY)", ""))
                .isEqualTo("[bcrt1pmfr3p9j00pfxjh0zmgp99y8zftmd3s5pmedqhyptwy6lm87hf5ssm803es]");
        assertThat(addresses("tr(KEY,pk(OTHER))", ""))
                .isEqualTo("[bcrt1pg44et8f66qnjn5fd0hu6dnnx7tczqslmt3dkzpccjlzeg99psshqfkkdep]");
        String third = "02f9308a019258c31049344f85f89d5229b531c845836f99b08601f113bce036f9";
        assertThat(addresses("tr(PUBLIC/*,{pk(SECRET/1h/*),{sortedmulti_a(2,OTHER,KEY),pk(%s)}})".formatted(third),
                ", [3, 3]")).isEqualTo("[bcrt1pjvlrgsfvnfv5lk3deud0n2hs4rznjncjvedhulsnw5w690xl84tq93v0km]");
        assertThat(addresses("rawtr(OTHER)", ""))
                .isEqualTo("[bcrt1pccz8l9zpa47k6vz9gphftsrumpw80rjt3nhnefat4symjhrsnmjsgkm3r6]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"`` | '' is not a valid descriptor function",
            "pk(KEY | 'pk(KEY' is not a valid descriptor function", "sh(x) | A function is needed within P2SH",
            "wsh(x) | A function is needed within P2WSH", "sh(sh(pk(KEY))) | Can only have sh() at top level",
            "wsh(wpkh(KEY)) | Can only have wpkh() at top level or inside sh()",
            "sh(combo(KEY)) | Can only have combo() at top level", "sh(tr(KEY)) | Can only have tr at top level",
            "raw(5) | Raw script is not hex", "raw() | Raw script is not hex", "addr(x) | Address is not valid",
            "pk() | pk(): No key provided", "pkh(zz) | pkh(): key 'zz' is not valid",
            "pk(00) | pk(): Pubkey '00' is invalid",
            "multi(0,KEY) | Multisig threshold cannot be 0, must be at least 1",
            "multi(2,KEY) | Multisig threshold cannot be larger than the number of keys; threshold is 2 but only 1"
                    + " keys specified",
            "multi(a,KEY) | Multi threshold 'a' is not valid",
            "multi(1,KEY,KEY,KEY,KEY) | Cannot have 4 pubkeys in bare multisig; only at most 3 pubkeys",
            "pk([d34db33/1]KEY) | pk(): Fingerprint is not 4 bytes (7 characters instead of 8 characters)",
            "pk(d34db33f]KEY) | pk(): Key origin start '[ character expected but not found, got 'd' instead",
            "pk(PUBLIC/2147483648) | pk(): Key path value 2147483648 is out of range",
            "pk(PUBLIC/x) | pk(): Key path value 'x' is not a valid uint32",
            "pk(PUBLIC/<0>) | pk(): Multipath key path specifiers must have at least two items",
            "pk(PUBLIC/<0;0>) | pk(): Duplicated key path value 0 in multipath specifier",
            "pk(PUBLIC/<0;1>/<2;3>) | pk(): Multiple multipath key path specifiers found",
            "wsh(multi(1,PUBLIC/<0;1>,PUBLIC/<0;1;2>)) | multi(): Multipath derivation paths have mismatched lengths",
            "tr(KEY,{pk(KEY)}) | tr(): expected ',' after script expression",
            "tr(KEY,multi(1,KEY)) | Can only have multi/sortedmulti at top level, in sh(), or in wsh()",
            "pk(KEY)## | Multiple '#' symbols", "pk(KEY)#a | Expected 8 character checksum, not 1 characters"})
    void what_is_wrong_is_said_in_cores_words(String text, String why) throws Exception {
        assertThat(rpc.error("getdescriptorinfo", "\"" + named(text) + "\"")).isEqualTo("-5 " + named(why));
    }

    @Test
    void many_keys_are_too_many_at_cores_numbers() throws Exception {
        assertThat(error("sh(multi(1,%s))", 15)).isEqualTo(" ");
        assertThat(error("sh(multi(1,%s))", 16)).isEqualTo(
                "-5 P2SH script is too large, 547 bytes is larger than 520 bytes");
        assertThat(error("wsh(multi(17,%s))", 20)).isEqualTo(" ");
        assertThat(error("wsh(multi(1,%s))", 21)).isEqualTo(
                "-5 Cannot have 21 keys in multisig; must have between 1 and 20 keys, inclusive");
    }

    private String error(String text, int keys) throws Exception {
        String named = text.formatted(String.join(",", Collections.nCopies(keys, KEY)));
        return rpc.error("getdescriptorinfo", "\"" + named + "\"");
    }

    @Test
    void alternatives_and_nesting_have_limits() throws Exception {
        String most = IntStream.range(0, DescriptorParser.MAX_ALTERNATIVES).mapToObj(String::valueOf)
                .collect(Collectors.joining(";"));
        assertThat(info("pk(PUBLIC/<%s>)".formatted(most), "isrange")).isEqualTo("false");
        assertThat(rpc.error("getdescriptorinfo", "\"pk(" + PUBLIC + "/<" + most + ";1000>)\""))
                .isEqualTo("-5 pk(): Multipath key path specifiers must have at most 1000 items");
        assertThat(rpc.error("getdescriptorinfo", "\"tr(" + KEY + "," + "{".repeat(129) + "\""))
                .startsWith("-5 'tr(");
        assertThat(rpc.error("getdescriptorinfo", "\"tr(" + KEY + "," + "{".repeat(129) + ")\""))
                .isEqualTo("-5 tr() supports at most 128 nesting levels");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"[0, 999999] | ``", "[0, 1000000] | Range is too large",
            "[2, 1] | Range specified as [begin,end] must not have begin after end",
            "[-1, 0] | Range should be greater or equal than 0", "2147483648 | End of range is too high",
            "-1 | End of range is too high", "true | Range must be specified as end or as [begin,end]",
            "[1] | Range must be specified as end or as [begin,end]"})
    void a_range_is_checked(String range, String why) throws Exception {
        // what is no row is not derived for all of the range
        String whole = Descriptor.withChecksum("pk(" + KEY + ")");
        String expected = why.equals("``") ? "Range should not be specified for an un-ranged descriptor" : why;
        assertThat(rpc.error("deriveaddresses", "\"%s\", %s".formatted(whole, range))).isEqualTo("-8 " + expected);
    }

    @Test
    void a_row_needs_a_range_and_addresses_a_checksum() throws Exception {
        String whole = Descriptor.withChecksum("wpkh(" + PUBLIC + "/*)");
        assertThat(rpc.error("deriveaddresses", "\"" + whole + "\""))
                .isEqualTo("-8 Range must be specified for a ranged descriptor");
        assertThat(rpc.error("deriveaddresses", "\"wpkh(" + KEY + ")\"")).isEqualTo("-5 Missing checksum");
        assertThat(rpc.error("deriveaddresses", "\"" + Descriptor.withChecksum("pk(" + KEY + ")") + "\""))
                .isEqualTo("-5 Descriptor does not have a corresponding address");
    }

    @Test
    void blocks_are_made_for_one_script_and_a_scan_finds_it_in_its_row() throws Exception {
        rpc.result("generatetodescriptor", "1, \"combo(" + PUBLIC + "/5)\"");
        assertThat(rpc.error("generatetodescriptor", "1, \"wpkh(" + PUBLIC + "/*)\""))
                .isEqualTo("-8 Ranged descriptor not accepted. Maybe pass through deriveaddresses first?");
        assertThat(rpc.error("generatetodescriptor", "1, \"wpkh(" + PUBLIC + "/<0;1>)\""))
                .isEqualTo("-8 Multipath descriptor not accepted");

        assertThat(rpc.error("generateblock", "\"wpkh(" + PUBLIC + "/*)\", []")).startsWith("-8 Ranged descriptor");
        assertThat(rpc.error("generateblock", "\"pkh(" + PUBLIC + "/0h)\", []"))
                .isEqualTo("-5 Cannot derive script without private keys");
        assertThat(rpc.error("generateblock", "'1234', []")).isEqualTo("-5 Error: Invalid address or descriptor");

        assertThat(found(4)).isEmpty();
        assertThat(found(5)).hasSize(1);
        assertThat(found(5).get(0).path("desc").textValue()).startsWith("wpkh([" + FINGERPRINT + "/5]");
        assertThat(rpc.error("scantxoutset", "'start', [{}]"))
                .isEqualTo("-8 Descriptor needs to be provided in scan object");
        assertThat(rpc.error("scantxoutset", "'start', [5]"))
                .isEqualTo("-8 Scan object needs to be either a string or an object");
    }

    private JsonNode found(int last) throws Exception {
        return rpc.result("scantxoutset", "\"start\", [{\"desc\": \"combo(%s/*)\", \"range\": %d}]".formatted(PUBLIC,
                last)).path("unspents");
    }
}
