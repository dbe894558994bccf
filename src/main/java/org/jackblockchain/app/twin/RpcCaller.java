package org.jackblockchain.app.twin;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Serial;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import org.jackblockchain.app.Ports;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.rpc.JsonRpcPost;

/** Calls a node's JSON-RPC, wherever bitcoin-cli would look for it. */
final class RpcCaller {
    /** The node does not answer, or not yet. */
    static final class NotThere extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1;

        NotThere(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(15);
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final int UNAUTHORIZED = 401;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int SERVER_ERROR = 500;

    private final Arguments arguments;
    private final Path folder;
    private final Optional<String> password;
    private final String host;
    private final int port;

    /**
     * @param folder the network's, where the cookie is
     * @param password instead of that in the flags
     */
    RpcCaller(Arguments arguments, Path folder, Optional<String> password) {
        this.arguments = arguments;
        this.folder = folder;
        this.password = password.or(() -> arguments.value("rpcpassword").filter(text -> !text.isEmpty()));
        String connect = arguments.text("rpcconnect").orElse("127.0.0.1");
        int colon = connect.startsWith("[") ? connect.indexOf("]:") + 1 : connect.lastIndexOf(':');
        boolean hasPort = colon > 0 && (connect.startsWith("[") || connect.indexOf(':') == colon);
        this.host = (hasPort ? connect.substring(0, colon) : connect).replaceAll("^\\[|]$", "");
        ChainParams params = Networks.named(arguments.network()).orElseThrow();
        int usual = hasPort ? port("rpcconnect", connect, connect.substring(colon + 1)) : params.httpPort();
        this.port = arguments.isSet("rpcport")
                ? port("rpcport", arguments.text("rpcport").orElse(""), arguments.text("rpcport").orElse(""))
                : usual;
    }

    private static int port(String flag, String shown, String text) {
        boolean digits = !text.isEmpty() && text.chars().allMatch(Character::isDigit);
        long number = digits ? Amounts.number(text) : 0;
        if (number < 1 || number > Ports.MAX)
            throw new StartError("Invalid port provided in -%s: %s".formatted(flag, shown));
        return (int) number;
    }

    /**
     * Calls, and waits for the answer.
     *
     * @throws NotThere when nobody answers, which may change
     * @throws StartError for what will not change
     */
    JsonNode call(String method, JsonNode params) {
        byte[] body = JSON.createObjectNode().put("jsonrpc", "2.0").put("method", method).put("id", 1)
                .<ObjectNode>set("params", params).toString()
                .getBytes(StandardCharsets.UTF_8);
        Optional<String> login = userAndPassword();
        try {
            var uri = new URI("http", null, host, port, "/", null, null);
            HttpURLConnection connection = JsonRpcPost.open(uri, login.orElse(""));
            long timeout = arguments.number("rpcclienttimeout").orElse(DEFAULT_TIMEOUT.toSeconds());
            connection.setReadTimeout((int) Math.min(timeout * 1_000, Integer.MAX_VALUE));
            connection.getOutputStream().write(body);
            return answer(connection, login.isPresent());
        } catch (IOException | URISyntaxException e) {
            throw new NotThere(("Could not connect to the server %s:%d%n%nMake sure the bitcoind server is running and"
                    + " that you are connecting to the correct RPC port.").formatted(host, port), e);
        }
    }

    private JsonNode answer(HttpURLConnection connection, boolean hasLogin) throws IOException {
        int status = connection.getResponseCode();
        if (status == UNAUTHORIZED)
            throw new StartError(hasLogin
                    ? "Authorization failed: Incorrect rpcuser or rpcpassword"
                    : "Could not locate RPC credentials. No authentication cookie could be found, and RPC password is"
                            + " not set.  See -rpcpassword and -stdinrpcpass.  Configuration file: ("
                            + folder.resolve("bitcoin.conf") + ")");
        String text = new String(JsonRpcPost.answer(connection), StandardCharsets.UTF_8);
        if (status >= BAD_REQUEST && status != BAD_REQUEST && status != NOT_FOUND && status != SERVER_ERROR)
            throw new StartError("Server response: " + text);
        if (text.isEmpty())
            throw new StartError("no response from server");
        return JSON.readTree(text);
    }

    /** Empty where there is none yet; the node may not have started. */
    private Optional<String> userAndPassword() {
        if (password.isPresent())
            return password.map(word -> arguments.value("rpcuser").orElse("") + ":" + word);
        String name = arguments.value("rpccookiefile").filter(text -> !text.isEmpty()).orElse(".cookie");
        try {
            return Optional.of(Files.readString(folder.resolve(name)).strip());
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
