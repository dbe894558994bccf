package org.jackblockchain.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LogMethodTest {
    private final LocalNode node = new LocalNode();
    private final Rpc rpc = new Rpc(node);

    @Test
    void kinds_of_lines_are_switched_on_and_off_by_name() throws Exception {
        assertThat(rpc.result("logging", "").path("net").booleanValue()).isTrue();
        assertThat(rpc.result("logging", "").path("mempool").booleanValue()).isFalse();

        rpc.result("logging", "['mempool'], ['net']");
        assertThat(node.logCategories()).containsExactly("mempool");
        rpc.result("logging", "['all'], ['rpc']");
        assertThat(node.logCategories()).contains("net", "zmq").doesNotContain("rpc");
        assertThat(rpc.error("logging", "['none']")).isEqualTo("-8 unknown logging category none");
    }

    @Test
    void they_are_named_in_order_and_in_the_help() throws Exception {
        List<String> names = ChainMethodsTest.names(rpc.result("logging", ""));

        assertThat(names).isSorted().hasSizeGreaterThan(20);
        assertThat(rpc.result("help", "'logging'").textValue())
                .contains("valid logging categories are: " + String.join(", ", names));
    }
}
