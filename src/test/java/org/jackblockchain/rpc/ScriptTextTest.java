package org.jackblockchain.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalInt;
import org.jackblockchain.primitives.AddressFormat;
import org.jackblockchain.primitives.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scripts in Core's words. */
class ScriptTextTest {
    private static final AddressFormat FORMAT = new AddressFormat("bcrt", OptionalInt.of(111), OptionalInt.of(196));

    @ParameterizedTest
    @CsvSource({"'', ''", "00, 0", "51, 1", "60, 16", "4f, -1", "50, OP_RESERVED", "0103, 3", "0180, 0", "02ff80, -255",
            "04ffffffff, -2147483647", "050102030405, 0102030405", "6a, OP_RETURN", "76a9, OP_DUP OP_HASH160",
            "b1b2, OP_CHECKLOCKTIMEVERIFY OP_CHECKSEQUENCEVERIFY", "ba, OP_CHECKSIGADD", "bb, OP_UNKNOWN",
            "ff, OP_INVALIDOPCODE", "5102, 1 [error]", "4d01, [error]", "4c00, 0"})
    void names_operations(String hex, String words) {
        assertThat(ScriptText.of(Bytes.ofHex(hex))).isEqualTo(words);
    }

    @Test
    void names_the_hash_type_of_signatures_that_unlock() {
        String der = "3006020105020107";
        for (var type : Map.of("01", "ALL", "82", "NONE|ANYONECANPAY", "03", "SINGLE").entrySet()) {
            Bytes script = Bytes.ofHex("09" + der + type.getKey());
            assertThat(ScriptText.ofScriptSig(script)).isEqualTo(der + "[" + type.getValue() + "]");
            assertThat(ScriptText.of(script)).isEqualTo(der + type.getKey());
        }
        assertThat(ScriptText.ofScriptSig(Bytes.ofHex("09" + der + "04"))).isEqualTo(der + "04");
        assertThat(ScriptText.ofScriptSig(Bytes.ofHex("6a09" + der + "01"))).isEqualTo("OP_RETURN " + der + "01");
    }

    @Test
    void describes_keys_but_no_hybrid_ones() {
        String key = "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
        assertThat(desc("21" + key + "ac")).startsWith("pk(" + key + ")#");
        String hybrid = "06" + "11".repeat(64);
        assertThat(desc("41" + hybrid + "ac")).startsWith("raw(41" + hybrid + "ac)#");
        assertThat(desc("5121" + key + "51ae")).startsWith("multi(1," + key + ")#");
        assertThat(desc("51024e73")).startsWith("addr(bcrt1p");
        assertThat(desc("5120" + key.substring(2))).startsWith("rawtr(" + key.substring(2) + ")#");
        assertThat(desc("5120" + "ff".repeat(32))).startsWith("addr(");
    }

    private static String desc(String hex) {
        return ScriptJson.of(Bytes.ofHex(hex), FORMAT).get("desc").asText();
    }
}
