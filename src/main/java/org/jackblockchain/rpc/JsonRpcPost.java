package org.jackblockchain.rpc;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** JSON-RPC over HTTP, as a client speaks it: what all requests have in common. */
public final class JsonRpcPost {
    private static final int BAD_REQUEST = 400;

    private JsonRpcPost() {}

    /**
     * A request that is not sent yet; its body is to be written.
     *
     * @param login user and password, with a colon between them
     */
    public static HttpURLConnection open(URI address, String login) throws IOException {
        var connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setRequestProperty("Authorization",
                "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
        return connection;
    }

    /** The body of the answer, whatever its status; may be empty. */
    public static byte[] answer(HttpURLConnection connection) throws IOException {
        boolean isGood = connection.getResponseCode() < BAD_REQUEST;
        try (var in = isGood ? connection.getInputStream() : connection.getErrorStream()) {
            return in == null ? new byte[0] : in.readAllBytes();
        }
    }
}
