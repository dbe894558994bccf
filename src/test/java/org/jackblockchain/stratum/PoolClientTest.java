package org.jackblockchain.stratum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.mining.Hit;
import org.jackblockchain.mining.Hits;
import org.jackblockchain.mining.Job;
import org.jackblockchain.mining.PortableEngine;
import org.jackblockchain.mining.Tag;
import org.jackblockchain.mining.Templates;
import org.jackblockchain.mining.TestChains;
import org.jackblockchain.mining.Work;
import org.jackblockchain.primitives.Block;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PoolClientTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final InetAddress HOST = InetAddress.getLoopbackAddress();
    private static final PoolClient.Pauses PAUSES = new PoolClient.Pauses(Duration.ofMillis(20), Duration.ofMillis(80),
            Duration.ofMillis(50));
    private static final PoolConnection.Patience PATIENT = new PoolConnection.Patience(Duration.ofSeconds(10),
            Duration.ofSeconds(60), Duration.ofSeconds(60));

    private final List<AutoCloseable> open = new ArrayList<>();
    private final BlockingQueue<Block> won = new LinkedBlockingQueue<>();
    private volatile Optional<Work> work = Optional.empty();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed())
            one.close();
    }

    @Test
    void wins_a_block_for_our_own_server() throws Exception {
        StratumServer server = server(0);
        PoolClient client = client(PATIENT, server.address().getPort());
        await().atMost(PATIENCE).until(() -> work.isPresent());

        client.found(solve(work.orElseThrow()));

        assertThat(Tag.of(won.take())).isEqualTo("Mined by alice / rig1");
        await().atMost(PATIENCE).until(() -> client.view().accepted() == 1);
        assertThat(client.view().pool()).contains(new PoolAddress(false, "127.0.0.1", server.address().getPort()));
        assertThat(client.view().rejected()).isZero();
        assertThat(work.orElseThrow().height()).isEqualTo(1);
    }

    @Test
    void a_share_that_the_pool_does_not_like_is_counted() throws Exception {
        StratumServer server = server(0);
        PoolClient client = client(PATIENT, server.address().getPort());
        await().atMost(PATIENCE).until(() -> work.isPresent());
        Hit hit = solve(work.orElseThrow());

        client.found(hit);
        client.found(hit);

        await().atMost(PATIENCE).until(() -> client.view().rejected() == 1);
    }

    @Test
    void falls_to_the_next_pool_and_goes_back_when_the_first_returns() throws Exception {
        // Given two pools, and that we mine for the first
        StratumServer first = server(0);
        int port = first.address().getPort();
        StratumServer second = server(0);
        PoolClient client = client(PATIENT, port, second.address().getPort());
        awaitPool(client, port);

        // When it goes away, the second one has us
        first.close();
        awaitPool(client, second.address().getPort());
        await().atMost(PATIENCE).until(() -> work.isPresent());

        // And when it comes back, so do we
        server(port);
        awaitPool(client, port);
        await().atMost(PATIENCE).until(() -> second.view().connections() == 0);
        await().atMost(PATIENCE).until(() -> work.isPresent());
    }

    @Test
    void rests_while_no_pool_answers() throws Exception {
        StratumServer server = server(0);
        PoolClient client = client(PATIENT, server.address().getPort());
        await().atMost(PATIENCE).until(() -> work.isPresent());

        server.close();

        await().atMost(PATIENCE).until(() -> work.isEmpty() && client.view().pool().isEmpty());
    }

    @Test
    void a_pool_that_misbehaves_is_left_for_the_next() throws Exception {
        StratumServer honest = server(0);
        for (String words : List.of("", "garbage\n", "garbage\n".repeat(100),
                "{\"id\":1,\"result\":[],\"error\":null}\n", "{\"id\":1,\"result\":null,\"error\":\"no\"}\n",
                "x".repeat(PoolConnection.MAX_LINE_BYTES + 1), "[".repeat(10_000) + "\n",
                "{\"id\":1,\"result\":[[],\"00\",4]}\n{\"id\":2,\"result\":false}\n")) {
            int wrong = pool(socket -> {
                socket.getOutputStream().write(words.getBytes(StandardCharsets.UTF_8));
                awaitHangUp(socket);
            });
            var hasty = new PoolConnection.Patience(Duration.ofSeconds(10), Duration.ofMillis(300), PATIENCE);
            PoolClient client = client(hasty, wrong, honest.address().getPort());

            awaitPool(client, honest.address().getPort());
            client.close();
        }
    }

    @Test
    void a_pool_that_goes_silent_is_left() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        int silent = pool(socket -> {
            calls.incrementAndGet();
            String welcome = "{\"id\":1,\"result\":[[],\"00\",4]}\n{\"id\":2,\"result\":true}\n";
            socket.getOutputStream().write(welcome.getBytes(StandardCharsets.UTF_8));
            awaitHangUp(socket);
        });
        client(new PoolConnection.Patience(PATIENCE, PATIENCE, Duration.ofMillis(200)), silent);

        await().atMost(PATIENCE).until(() -> calls.get() >= 3);
    }

    @Test
    void a_pool_that_moves_on_its_host_is_followed() throws Exception {
        StratumServer target = server(0);
        int port = target.address().getPort();
        int mover = pool(socket -> {
            String welcome = "{\"id\":1,\"result\":[[],\"00\",4]}\n{\"id\":2,\"result\":true}\n"
                    + "{\"id\":null,\"method\":\"client.reconnect\",\"params\":[\"127.0.0.1\"," + port + ",0]}\n";
            socket.getOutputStream().write(welcome.getBytes(StandardCharsets.UTF_8));
            awaitHangUp(socket);
        });
        PoolClient client = client(PATIENT, mover);

        awaitPool(client, port);
    }

    private interface Script {
        void play(Socket socket) throws IOException;
    }

    /** A pool that does the same to everybody. */
    private int pool(Script script) throws IOException {
        var listener = new ServerSocket(0, 50, HOST);
        open.add(listener);
        Thread.ofVirtual().start(() -> {
            while (!listener.isClosed()) {
                try (Socket socket = listener.accept()) {
                    script.play(socket);
                } catch (IOException _) {
                    // the client has left, or the test is over
                    Thread.onSpinWait();
                }
            }
        });
        return listener.getLocalPort();
    }

    private static void awaitHangUp(Socket socket) throws IOException {
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine())
            Thread.onSpinWait();
    }

    private StratumServer server(int port) {
        try {
            StratumServer server = StratumServer.start(
                    new StratumSettings(new InetSocketAddress(HOST, port), Optional.empty()), "Mined by alice",
                    Duration.ofHours(2), new Random(20261122), InstantSource.system(), (block, _) -> won.add(block));
            open.add(server);
            server.offer(Optional.of(Templates.next(Networks.REGTEST, TestChains.REGTEST_GENESIS, TestChains.PAYOUT,
                    "Mined by alice")));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PoolClient client(PoolConnection.Patience patience, int... ports) throws IOException {
        var pools = new ArrayList<PoolAddress>();
        for (int port : ports)
            pools.add(new PoolAddress(false, "127.0.0.1", port));
        var settings = new PoolSettings(pools, "rig1", "x", "jbc/test", Optional.empty());
        PoolClient client = PoolClient.start(settings, PAUSES, patience, InstantSource.system(),
                newest -> work = newest);
        open.add(client);
        return client;
    }

    private static void awaitPool(PoolClient client, int port) {
        await().atMost(PATIENCE).until(() -> client.view().pool().map(PoolAddress::port).orElse(0) == port);
    }

    private static Hit solve(Work work) {
        Job job = work.job(1, InstantSource.system().instant().getEpochSecond());
        var engine = new PortableEngine();
        var hits = new Hits();
        engine.aim(job.headerBytes(), job.target());
        for (long nonce = 0; hits.isEmpty(); nonce++)
            engine.search(nonce, 1, hits);
        return new Hit(job, hits.nonce(0));
    }
}
