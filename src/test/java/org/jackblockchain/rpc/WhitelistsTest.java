package org.jackblockchain.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class WhitelistsTest {
    @Test
    void who_has_a_list_may_use_what_is_on_it_and_nothing_else() {
        var lists = Whitelists.of(List.of("me:getblock, uptime", "__cookie__:stop"), false);

        assertThat(lists.admits("me", "getblock")).isTrue();
        assertThat(lists.admits("me", "uptime")).isTrue();
        assertThat(lists.admits("me", "stop")).isFalse();
        assertThat(lists.admits("", "stop")).isTrue();
        assertThat(lists.admits("", "uptime")).isFalse();
        assertThat(lists.admits("you", "uptime")).as("without a list").isFalse();
        assertThat(Whitelists.of(List.of("me:uptime"), true).admits("you", "stop")).isTrue();
        assertThat(Whitelists.NONE.admits("me", "stop")).isTrue();
    }

    @Test
    void of_several_lists_counts_what_all_of_them_have() {
        var lists = Whitelists.of(List.of("me:a,b", "me:b,c", "you"), true);

        assertThat(lists.admits("me", "b")).isTrue();
        assertThat(lists.admits("me", "a")).isFalse();
        assertThat(lists.admits("me", "c")).isFalse();
        assertThat(lists.admits("you", "a")).as("an empty list").isFalse();
    }

    @Test
    void one_call_that_is_not_allowed_spoils_a_batch() throws Exception {
        var table = new MethodTable(List.of(new Method("g", "good", List.of(), "", _ -> Json.text("yes")),
                new Method("g", "bad", List.of(), "", _ -> Json.text("no"))));
        var calls = new Calls(table, new ActiveCalls(), Whitelists.of(List.of("me:good"), false));
        String good = "{\"method\": \"good\", \"id\": 1}";
        String bad = "{\"method\": \"bad\", \"id\": 1}";

        assertThat(status(calls, good)).isEqualTo(200);
        assertThat(status(calls, bad)).isEqualTo(403);
        assertThat(status(calls, "[" + good + "," + good + "]")).isEqualTo(200);
        assertThat(status(calls, "[" + good + "," + bad + "]")).isEqualTo(403);
    }

    private static int status(Calls calls, String request) throws Exception {
        return calls.answer(request.getBytes(StandardCharsets.UTF_8), "me").status();
    }
}
