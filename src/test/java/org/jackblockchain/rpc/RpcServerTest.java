package org.jackblockchain.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.javalin.Javalin;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jackblockchain.wire.Subnet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** JSON-RPC over HTTP, by itself on a server of its own. */
class RpcServerTest {
    private static final String COUNT = "{\"method\": \"getblockcount\", \"id\": 1}";

    private final LocalNode node = new LocalNode();
    private final HttpClient client = HttpClient.newHttpClient();
    private Javalin server = Javalin.create();

    @BeforeEach
    void start() throws IOException {
        var settings = new RpcSettings(Optional.of("me"), Optional.of("word"), List.of());
        var rpc = new RpcServer(node, Credentials.open(settings, Optional.empty()), InstantSource.system());
        server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.concurrency.useVirtualThreads = true;
            rpc.addTo(config.routes);
        }).start("127.0.0.1", 0);
    }

    @AfterEach
    void stop() {
        node.stop();
        server.stop();
        client.close();
    }

    @Test
    void who_knows_the_password_is_answered() throws Exception {
        HttpResponse<String> response = post(COUNT, "me:word");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(response.body()).isEqualTo("{\"result\":0,\"error\":null,\"id\":1}\n");
    }

    @Test
    void only_who_calls_from_where_callers_may_be_is_heard() throws Exception {
        var none = new RpcSettings(Optional.empty(), Optional.empty(), List.of());
        var some = new RpcSettings(Optional.empty(), Optional.empty(), List.of(),
                List.of(Subnet.parse("10.0.0.0/8").orElseThrow(), Subnet.parse("::1").orElseThrow()), false,
                Whitelists.NONE, RpcSettings.CookieReaders.OWNER);

        assertThat(none.admits(InetAddress.ofLiteral("192.0.2.1"))).isTrue();
        assertThat(some.admits(InetAddress.ofLiteral("10.255.255.255"))).isTrue();
        assertThat(some.admits(InetAddress.ofLiteral("11.0.0.0"))).isFalse();
        assertThat(some.admits(InetAddress.ofLiteral("::1"))).isTrue();
        assertThat(some.admits(InetAddress.ofLiteral("::2"))).isFalse();

        // a server for others turns this machine away, whoever the caller says it is
        Javalin closed = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            some.addTo(config.routes);
            config.routes.get("/", context -> context.result("hello"));
        }).start("127.0.0.1", 0);
        try {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + closed.port() + "/"))
                    .header("X-Forwarded-For", "10.0.0.1").build();
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(response.body()).isEmpty();
        } finally {
            closed.stop();
        }
    }

    @Test
    void who_does_not_is_told_how_to_say_it() throws Exception {
        for (var response : List.of(post(COUNT, "me:wrong"), post(COUNT, ""))) {
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(response.headers().firstValue("WWW-Authenticate")).hasValue("Basic realm=\"jsonrpc\"");
            assertThat(response.body()).isEmpty();
        }
    }

    @Test
    void errors_of_1_0_have_a_status_and_notifications_of_2_0_no_content() throws Exception {
        assertThat(post("{\"method\": \"x\", \"id\": 1}", "me:word").statusCode()).isEqualTo(404);
        assertThat(post("nonsense", "me:word").statusCode()).isEqualTo(500);
        HttpResponse<String> silence = post("{\"jsonrpc\": \"2.0\", \"method\": \"getblockcount\"}", "me:word");
        assertThat(silence.statusCode()).isEqualTo(204);
        assertThat(silence.body()).isEmpty();
    }

    @Test
    void a_body_of_any_size_that_is_announced_to_be_too_long_is_not_read() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(("POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: " + basic("me:word")
                    + "\r\nContent-Length: " + (RequestBody.MAX_BYTES + 1) + "\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readNBytes(12);
            assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 413");
        }
    }

    @Test
    void a_body_without_an_announced_length_ends_at_the_limit() throws Exception {
        var endless = HttpRequest.BodyPublishers.ofInputStream(
                () -> new InputStream() {
                    private int left = RequestBody.MAX_BYTES + 1;

                    @Override
                    public int read() {
                        return left-- > 0 ? ' ' : -1;
                    }

                    @Override
                    public int read(byte[] target, int offset, int length) {
                        int count = Math.min(left, length);
                        left -= count;
                        return count == 0 ? -1 : count;
                    }
                });
        HttpRequest request = request("me:word").POST(endless).build();
        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(413);
    }

    @Test
    void those_who_wait_for_a_block_do_not_keep_others_from_asking() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
        for (int i = 0; i < Slots.MAX_WORKING + 10; i++)
            waiting.add(client.sendAsync(request("me:word").POST(HttpRequest.BodyPublishers
                    .ofString("{\"method\": \"waitfornewblock\", \"id\": 1}")).build(),
                    HttpResponse.BodyHandlers.ofString()));
        await().until(() -> post(COUNT, "me:word").statusCode() == 200);
        assertThat(waiting).noneMatch(CompletableFuture::isDone);

        node.grow(1);

        // those who were not there yet when the block came go at the end
        node.stop();
        waiting.forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
    }

    private HttpResponse<String> post(String body, String login) throws IOException, InterruptedException {
        return client.send(request(login).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String login) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/"));
        return login.isEmpty() ? request : request.header("Authorization", basic(login));
    }

    private static String basic(String login) {
        return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }
}
