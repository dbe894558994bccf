package org.jackblockchain.consensus.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jackblockchain.primitives.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scripts in Core's words. */
class ScriptTextTest {
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
}
