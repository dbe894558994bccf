package org.jackblockchain.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jackblockchain.chain.BlockEntry;
import org.junit.jupiter.api.Test;

class WaitMethodsTest {
    private final LocalNode node = new LocalNode();
    private final Rpc rpc = new Rpc(node);

    @Test
    void who_waits_for_a_new_block_hears_of_it() throws Exception {
        CompletableFuture<JsonNode> answer = waiting("waitfornewblock", "");

        BlockEntry tip = node.grow(1).getFirst();

        assertThat(answer.join().toString()).isEqualTo("{\"hash\":\"%s\",\"height\":1}".formatted(tip.hash()));
    }

    @Test
    void who_waits_for_a_height_hears_when_it_is_reached() {
        CompletableFuture<JsonNode> answer = waiting("waitforblockheight", "2, 60000");
        node.grow(1);
        assertThat(answer).isNotDone();
        node.grow(1);
        assertThat(answer.join().path("height").intValue()).isEqualTo(2);
    }

    @Test
    void who_waits_for_what_is_so_already_does_not_wait() throws Exception {
        BlockEntry tip = node.grow(3).getLast();
        assertThat(rpc.result("waitforblockheight", "2").path("height").intValue()).isEqualTo(3);
        assertThat(rpc.result("waitforblock", "'" + tip.hash() + "'").path("height").intValue()).isEqualTo(3);
    }

    @Test
    void after_the_timeout_or_at_the_end_the_tip_is_told_as_it_is() throws Exception {
        assertThat(rpc.result("waitfornewblock", "1").path("height").intValue()).isZero();
        assertThat(rpc.result("waitforblock", "'" + "ab".repeat(32) + "', 1").path("height").intValue()).isZero();
        CompletableFuture<JsonNode> answer = waiting("waitforblockheight", "9");
        node.stop();
        assertThat(answer.join().path("height").intValue()).isZero();
    }

    @Test
    void nobody_waits_for_less_than_no_time() throws Exception {
        assertThat(rpc.error("waitfornewblock", "-1")).isEqualTo("-1 Negative timeout");
    }

    private CompletableFuture<JsonNode> waiting(String method, String params) {
        var answer = CompletableFuture.supplyAsync(() -> {
            try {
                return rpc.result(method, params);
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        }, Thread::startVirtualThread);
        await().until(() -> rpc.slots.waiting() == 1);
        return answer;
    }
}
