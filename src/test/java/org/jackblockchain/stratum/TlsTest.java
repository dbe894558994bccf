package org.jackblockchain.stratum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With certificates for "localhost" that signed themselves, good for a hundred years, and known to everybody. */
class TlsTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "tls");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final PoolClient.Pauses PAUSES = new PoolClient.Pauses(Duration.ofMillis(20), Duration.ofMillis(80),
            Duration.ofMillis(50));

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"", "rsa-"})
    void a_worker_comes_over_tls_to_a_server_that_it_trusts(String kind) throws IOException {
        try (var server = server(kind);
                var client = client("localhost", server.address().getPort(), kind)) {
            await().atMost(PATIENCE).until(() -> client.view().pool().isPresent());
            assertThat(server.view().tls()).isTrue();
        }
    }

    @Test
    void a_worker_does_not_trust_the_certificate_of_another_host_or_one_that_nobody_vouches_for() throws IOException {
        try (var server = server("");
                var wrongHost = client("127.0.0.1", server.address().getPort(), "");
                var wrongCertificate = client("localhost", server.address().getPort(), "rsa-");
                var right = client("localhost", server.address().getPort(), "")) {
            await().atMost(PATIENCE).until(() -> right.view().pool().isPresent());
            assertThat(wrongHost.view().pool()).isEmpty();
            assertThat(wrongCertificate.view().pool()).isEmpty();
        }
    }

    @Test
    void who_speaks_no_tls_harms_nobody() throws IOException {
        try (var server = server("");
                var plain = new PaperLine(server.address(), "x")) {
            plain.send(plain.miner().subscribe());
            assertThat(plain.miner().jobs()).isEmpty();
            try (var client = client("localhost", server.address().getPort(), "")) {
                await().atMost(PATIENCE).until(() -> client.view().pool().isPresent());
            }
        }
    }

    @Test
    void files_that_are_not_what_they_should_be_are_named() throws IOException {
        Path garbage = Files.writeString(folder.resolve("garbage.pem"), "garbage");
        Path noKey = Files.writeString(folder.resolve("no-key.pem"),
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        Path certificate = FOLDER.resolve("certificate.pem");
        Path key = FOLDER.resolve("key.pem");

        assertThatThrownBy(() -> new TlsFiles(garbage, key).context()).hasMessageContaining("garbage.pem");
        assertThatThrownBy(() -> new TlsFiles(certificate, garbage).context()).hasMessageContaining("garbage.pem");
        assertThatThrownBy(() -> new TlsFiles(certificate, noKey).context()).hasMessageContaining("no-key.pem");
        assertThatThrownBy(() -> new TlsFiles(certificate, folder).context()).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> new TlsFiles(certificate, FOLDER.resolve("rsa-key.pem")).context())
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> TrustedTls.context(Optional.of(garbage))).hasMessageContaining("garbage.pem");
    }

    private static StratumServer server(String kind) throws IOException {
        var files = new TlsFiles(FOLDER.resolve(kind + "certificate.pem"), FOLDER.resolve(kind + "key.pem"));
        var settings = new StratumSettings(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Optional.of(files));
        return StratumServer.start(settings, "Mined by alice", Duration.ofHours(2), new Random(1),
                InstantSource.system(), (_, _) -> {
                });
    }

    private static PoolClient client(String host, int port, String trusted) throws IOException {
        var settings = new PoolSettings(List.of(new PoolAddress(true, host, port)), "rig1", "x", "jbc/test",
                Optional.of(FOLDER.resolve(trusted + "certificate.pem")));
        return PoolClient.start(settings, PAUSES, PoolConnection.Patience.DEFAULT, InstantSource.system(), _ -> {
        });
    }
}
