package org.jackblockchain.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON-RPC's dialects, batches, parameters and errors, with a few methods made for the purpose. */
class CallsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Calls calls = new Calls(new MethodTable(List.of(
            new Method("test", "echo", List.of(Param.optional("first", Param.Kind.ANY, "x"),
                    Param.optional("second|other", Param.Kind.ANY, "x"), Param.optional("third", Param.Kind.ANY, "x")),
                    "Says it again.", args -> Json.array().addAll(args.values())),
            new Method("test", "add",
                    List.of(Param.required("a", Param.Kind.NUMBER, "One."),
                            Param.required("b", Param.Kind.NUMBER, "Two."),
                            Param.optional("loud", Param.Kind.FLAG, "How.")),
                    "Adds.", args -> Json.number(args.number(0) + args.number(1))),
            new Method("test", "fail", List.of(), "Fails.", _ -> {
                throw RpcError.invalid("no");
            }),
            new Method(Method.HIDDEN, "broken", List.of(), "Has a bug.", _ -> {
                throw new IllegalStateException("secret");
            }),
            new Method("test", "nothing", List.of(), "Says nothing.", _ -> Json.none()))));

    @Test
    void a_call_of_1_0_has_result_error_and_id_in_its_answer() throws Exception {
        assertThat(answer("{'method': 'add', 'params': [1, 2], 'id': 'x'}"))
                .isEqualTo(new Calls.Reply(200, quoted("{'result':3,'error':null,'id':'x'}\n")));
        assertThat(answer("{'jsonrpc': '1.0', 'method': 'nothing', 'id': [7]}").body())
                .isEqualTo(quoted("{'result':null,'error':null,'id':[7]}\n"));
        assertThat(answer("{'method': 'nothing'}").body()).as("without an id")
                .isEqualTo(quoted("{'result':null,'error':null}\n"));
    }

    @Test
    void a_call_of_2_0_has_either_result_or_error() throws Exception {
        assertThat(answer("{'jsonrpc': '2.0', 'method': 'add', 'params': [1, 2], 'id': 9}"))
                .isEqualTo(new Calls.Reply(200, quoted("{'jsonrpc':'2.0','result':3,'id':9}\n")));
        assertThat(answer("{'jsonrpc': '2.0', 'method': 'fail', 'id': null}")).isEqualTo(new Calls.Reply(200,
                quoted("{'jsonrpc':'2.0','error':{'code':-8,'message':'no'},'id':null}\n")));
    }

    @Test
    void a_call_of_2_0_without_an_id_is_performed_and_not_answered() throws Exception {
        var silence = new Calls.Reply(204, "");
        assertThat(answer("{'jsonrpc': '2.0', 'method': 'add', 'params': [1, 2]}")).isEqualTo(silence);
        assertThat(answer("{'jsonrpc': '2.0', 'method': 'fail'}")).isEqualTo(silence);
        assertThat(answer("[{'jsonrpc': '2.0', 'method': 'fail'}, {'jsonrpc': '2.0', 'method': 'nothing'}]"))
                .isEqualTo(silence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"{'method': 'fail', 'id': 1}; 500; -8; no",
            "{'method': 'missing', 'id': 1}; 404; -32601; Method not found",
            "{'id': 1}; 400; -32600; Missing method", "{'method': 1, 'id': 1}; 400; -32600; Method must be a string",
            "{'method': 'fail', 'params': 7, 'id': 1}; 400; -32600; Params must be an array or object",
            "{'jsonrpc': 2, 'method': 'fail', 'id': 1}; 400; -32600; jsonrpc field must be a string",
            "{'jsonrpc': '3.0', 'method': 'fail', 'id': 1}; 400; -32600; JSON-RPC version not supported",
            "{'method': 'broken', 'id': 1}; 500; -1; internal error"})
    void an_error_of_1_0_is_one_of_http_as_well(String request, int status, int code, String message)
            throws Exception {
        Calls.Reply reply = answer(request.replace('\'', '"'));

        assertThat(reply.status()).isEqualTo(status);
        JsonNode body = JSON.readTree(reply.body());
        assertThat(body.path("error").path("code").intValue()).isEqualTo(code);
        assertThat(body.path("error").path("message").textValue()).isEqualTo(message);
        assertThat(body.path("result").isNull()).isTrue();
        assertThat(body.path("id").intValue()).isEqualTo(1);
    }

    @Test
    void what_is_no_json_or_neither_object_nor_array_is_a_parse_error() throws Exception {
        for (String junk : List.of("", "{", "{'a'}", "{} {}", "[1", "nul", "{'a': 1, 'a'}", "[".repeat(200))) {
            assertThat(answer(junk)).as(junk).isEqualTo(new Calls.Reply(500,
                    quoted("{'result':null,'error':{'code':-32700,'message':'Parse error'},'id':null}\n")));
        }
        assertThat(answer("7").body()).contains("-32700", "Top-level object parse error");
        assertThat(answer("null").body()).contains("-32700", "Top-level object parse error");
    }

    @Test
    void of_two_members_with_the_same_key_the_first_one_counts() throws Exception {
        assertThat(answer("{'method': 'add', 'params': [1, 2], 'id': 7, 'method': 'nothing', 'id': 8}").body())
                .isEqualTo(quoted("{'result':3,'error':null,'id':7}\n"));
        assertThat(answer("{'method': 'add', 'params': {'first': 1, 'second': 2, 'first': 3}}").body())
                .contains("-8", "Parameter first specified multiple times");
    }

    @Test
    void a_batch_is_answered_in_order_whatever_fails_in_it() throws Exception {
        Calls.Reply reply = answer("[{'method': 'add', 'params': [1, 1], 'id': 1}, 5, {'id': 3},"
                + "{'jsonrpc': '2.0', 'method': 'nothing'}, {'jsonrpc': '2.0', 'method': 'missing', 'id': 4}]");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(quoted("[{'result':2,'error':null,'id':1},"
                + "{'result':null,'error':{'code':-32600,'message':'Invalid Request object'},'id':null},"
                + "{'result':null,'error':{'code':-32600,'message':'Missing method'},'id':3},"
                + "{'jsonrpc':'2.0','error':{'code':-32601,'message':'Method not found'},'id':4}]\n"));
        assertThat(answer("[]")).isEqualTo(new Calls.Reply(200, "[]\n"));
    }

    @Test
    void a_batch_of_1000_is_answered_and_one_of_1001_is_not() throws Exception {
        assertThat(JSON.readTree(answer(batch(Calls.MAX_BATCH)).body())).hasSize(Calls.MAX_BATCH);
        assertThat(answer(batch(Calls.MAX_BATCH + 1)).status()).isEqualTo(400);
    }

    @Test
    void parameters_may_go_by_name_in_any_order_and_gaps_are_null() throws Exception {
        assertThat(echo("{'third': 3, 'first': 1}")).isEqualTo("[1,null,3]");
        assertThat(echo("{'other': 2}")).isEqualTo("[null,2]");
        assertThat(echo("{'second': 2, 'first': null}")).isEqualTo("[null,2]");
        assertThat(echo("{}")).isEqualTo("[]");
    }

    @Test
    void the_first_few_may_go_by_position_and_the_others_by_name() throws Exception {
        assertThat(echo("{'args': [1], 'third': 3}")).isEqualTo("[1,null,3]");
        assertThat(echo("{'args': [1, 2, 3]}")).isEqualTo("[1,2,3]");
        assertThat(echo("{'args': [1, 2], 'second': 2}"))
                .contains("-8", "Parameter second|other specified twice both as positional and named argument");
        assertThat(echo("{'args': 5}")).contains("-8", "Unknown named parameter args");
        assertThat(echo("{'forth': 4}")).contains("-8", "Unknown named parameter forth");
    }

    @Test
    void too_few_or_too_many_parameters_are_answered_with_help() throws Exception {
        for (String params : List.of("[]", "[1]", "[1, 2, true, 4]")) {
            String body = answer("{'method': 'add', 'params': " + params + ", 'id': 1}").body();
            assertThat(JSON.readTree(body).path("error").path("code").intValue()).isEqualTo(-1);
            assertThat(JSON.readTree(body).path("error").path("message").textValue()).startsWith("add a b ( loud )\n");
        }
    }

    @Test
    void parameters_of_the_wrong_kind_are_named_with_their_place() throws Exception {
        String body = answer("{'method': 'add', 'params': ['1', null, 7], 'id': 1}").body();

        assertThat(JSON.readTree(body).path("error").path("code").intValue()).isEqualTo(-3);
        assertThat(JSON.readTree(body).path("error").path("message").textValue()).isEqualTo("""
                Wrong type passed:
                {
                    "Position 1 (a)": "JSON value of type string is not of expected type number",
                    "Position 2 (b)": "JSON value of type null is not of expected type number",
                    "Position 3 (loud)": "JSON value of type number is not of expected type bool"
                }""");
    }

    @Test
    void a_number_has_to_be_whole_and_fit() throws Exception {
        for (String number : List.of("1.5", "1e3", "2147483648", "-2147483649", "123456789012345678901234567890")) {
            assertThat(answer("{'method': 'add', 'params': [0, " + number + "], 'id': 1}").body()).as(number)
                    .contains("-1", "JSON integer out of range");
        }
        assertThat(answer("{'method': 'add', 'params': [0, -2147483648], 'id': 1}").body()).contains("-2147483648");
    }

    @Test
    void help_lists_the_methods_by_group_but_not_the_hidden_ones_and_explains_each() throws Exception {
        assertThat(result("{'method': 'help', 'id': 1}").textValue()).isEqualTo("""
                == Control ==
                help ( "command" )

                == Test ==
                add a b ( loud )
                echo ( first second third )
                fail
                nothing""");
        assertThat(result("{'method': 'help', 'params': ['add'], 'id': 1}").textValue())
                .startsWith("add a b ( loud )\n\nAdds.\n\nArguments:\n1. a ");
        assertThat(result("{'method': 'help', 'params': ['broken'], 'id': 1}").textValue()).contains("Has a bug.");
        assertThat(result("{'method': 'help', 'params': ['x'], 'id': 1}").textValue())
                .isEqualTo("help: unknown command: x");
    }

    private String echo(String params) throws Exception {
        JsonNode body = JSON.readTree(answer("{'method': 'echo', 'params': " + params + ", 'id': 1}").body());
        return (body.path("error").isNull() ? body.path("result") : body.path("error")).toString();
    }

    private JsonNode result(String request) throws JsonProcessingException, InterruptedException {
        return JSON.readTree(answer(request).body()).path("result");
    }

    private static String batch(int size) {
        return "[" + "{'method': 'nothing'},".repeat(size - 1) + "{'method': 'nothing'}]";
    }

    private Calls.Reply answer(String request) throws InterruptedException {
        return calls.answer(quoted(request).getBytes(StandardCharsets.UTF_8), "");
    }

    private static String quoted(String json) {
        return json.replace('\'', '"');
    }
}
