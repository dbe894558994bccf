package org.jackblockchain.app.race;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jackblockchain.primitives.Hex;

/**
 * Asks every racer for its chain the way anybody else would, and compares them byte for byte.
 *
 * @param equal whether all answered the same
 * @param lines what to tell the operator
 */
record ChainCheck(boolean equal, List<String> lines) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int SHOWN_DIGITS = 16;

    static ChainCheck of(List<Racer> racers) throws InterruptedException {
        Set<String> digests = new HashSet<>();
        var each = new ArrayList<String>();
        try (var client = HttpClient.newHttpClient()) {
            for (Racer racer : racers) {
                String digest = digest(client, racer);
                digests.add(digest);
                each.add(racer.name() + " has " + digest.substring(0, SHOWN_DIGITS));
            }
        } catch (IOException e) {
            return new ChainCheck(false, List.of("The chains could not be compared: " + e));
        }
        if (digests.size() > 1)
            return new ChainCheck(false, List.of("The chains differ: " + String.join(", ", each) + "."));
        return new ChainCheck(true, List.of("All %d blockchain.json are equal (SHA-256 %s…).".formatted(racers.size(),
                digests.iterator().next().substring(0, SHOWN_DIGITS))));
    }

    private static String digest(HttpClient client, Racer racer) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(racer.page() + "blockchain.json")).timeout(PATIENCE).build();
        HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200)
            throw new IOException(racer.name() + " answered " + answer.statusCode());
        MessageDigest sha256 = sha256();
        try (var body = new DigestInputStream(answer.body(), sha256)) {
            body.transferTo(OutputStream.nullOutputStream());
        }
        return Hex.of(sha256.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
