package org.jackblockchain.app.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

import org.jackblockchain.app.config.UserError;

/** What a running node says of itself. */
final class NodeStatus {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private NodeStatus() {}

    /**
     * Its {@code /status.json}.
     *
     * @throws UserError if no node answers there
     */
    static String ask(String host, int port) throws InterruptedException {
        String where = host + ":" + port;
        try (var client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            var request = HttpRequest.newBuilder(URI.create("http://" + where + "/status.json")).timeout(PATIENCE)
                    .build();
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200)
                throw new UserError("what answers at " + where + " is no jbc node: HTTP " + answer.statusCode());
            return answer.body();
        } catch (IOException e) {
            throw new UserError("no node answers at " + where + "; start one with: jbc node -p " + port, e);
        } catch (IllegalArgumentException e) {
            throw new UserError("there is no address " + where, e);
        }
    }

    /** @throws UserError if it is no JSON */
    static JsonNode parse(String answer, String host, int port) {
        try {
            return new JsonMapper().readTree(answer);
        } catch (JsonProcessingException e) {
            throw new UserError("what answers at " + host + ":" + port + " is no jbc node: its status is no JSON", e);
        }
    }
}
