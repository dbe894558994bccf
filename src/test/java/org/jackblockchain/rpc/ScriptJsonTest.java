package org.jackblockchain.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.jackblockchain.primitives.AddressFormat;
import org.jackblockchain.primitives.Bytes;
import org.junit.jupiter.api.Test;

/** What descriptors say of scripts. */
class ScriptJsonTest {
    private static final AddressFormat FORMAT = new AddressFormat("bcrt", OptionalInt.of(111), OptionalInt.of(196));

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
