package org.jackblockchain.stratum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.TestEntries;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.mining.BlockTemplate;
import org.jackblockchain.mining.Tag;
import org.jackblockchain.mining.Templates;
import org.jackblockchain.mining.TestChains;
import org.jackblockchain.primitives.Block;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StratumServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration DRIFT = Duration.ofHours(2);
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final BlockingQueue<Block> won = new LinkedBlockingQueue<>();
    private StratumServer server = start(StratumLimits.DEFAULT);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_worker_wins_a_block_and_gets_a_clean_job_on_top_of_it() throws InterruptedException {
        BlockTemplate first = template(TestChains.REGTEST_GENESIS);
        server.offer(Optional.of(first));
        try (var worker = line("rig1")) {
            worker.open();

            // When it finds a share, which on regtest is a block
            assertThat(worker.mine()).isZero();

            // Then it is passed on, and what follows is told at once
            Block block = won.take();
            assertThat(Tag.of(block)).isEqualTo("Mined by alice / rig1");
            server.offer(Optional.of(template(TestEntries.child(first.parent(), block.header()))));
            worker.awaitCleanJob();
            assertThat(worker.mine()).isZero();
            assertThat(won.take().header().previous()).isEqualTo(block.hash());
        }
        assertThat(server.view().workers()).singleElement().matches(view -> view.blocks() == 2 && view.accepted() == 2);
    }

    @Test
    void two_workers_never_have_the_same_work() {
        server.offer(Optional.of(template(TestChains.REGTEST_GENESIS)));
        try (var one = line("same"); var other = line("same")) {
            one.open();
            other.open();

            assertThat(one.miner().extraNonce1()).isNotEqualTo(other.miner().extraNonce1());
            assertThat(one.miner().job().path(3)).isEqualTo(other.miner().job().path(3));
            assertThat(server.view().workers()).singleElement().matches(view -> view.connections() == 2);
        }
    }

    @Test
    void work_that_is_offered_later_comes_by_itself() {
        try (var worker = line("rig1")) {
            worker.ask(worker.miner().subscribe());
            worker.ask(worker.miner().authorize());
            assertThat(worker.miner().jobs()).isEmpty();

            server.offer(Optional.of(template(TestChains.REGTEST_GENESIS)));

            worker.until(() -> !worker.miner().jobs().isEmpty());
        }
    }

    @Test
    void a_worker_that_floods_is_banned_and_the_others_mine_on() {
        server.offer(Optional.of(template(TestChains.REGTEST_GENESIS)));
        try (var honest = line("honest"); var flooder = line("flooder")) {
            honest.open();
            flooder.open();

            flood(flooder);

            flooder.untilHungUp();
            assertThat(server.view().bannedAddresses()).isEqualTo(1);
            assertThat(honest.mine()).isZero();
            try (var again = line("flooder")) {
                assertThat(again.hear()).isFalse();
            }
        }
    }

    private static void flood(PaperLine line) {
        try {
            OutputStream out = line.socket().getOutputStream();
            byte[] requests = (line.miner().say("mining.ping") + "\n").repeat(1_000).getBytes(
                    StandardCharsets.UTF_8);
            for (int i = 0; i < 1_000; i++)
                out.write(requests);
        } catch (IOException _) {
            // that is what should happen
            Thread.onSpinWait();
        }
    }

    @Test
    void a_line_without_end_is_a_flood_too() throws IOException {
        try (var worker = line("rig1")) {
            worker.socket().getOutputStream().write(new byte[StratumLimits.DEFAULT.maxLineBytes()]);
            worker.ask("\n" + worker.miner().say("mining.ping"));
        } catch (IllegalStateException | UncheckedIOException _) {
            // zeros are no Stratum, so that worker may have been sent away
        }
        assertThat(server.view().bannedAddresses()).isZero();

        try (var worker = line("rig1")) {
            worker.socket().getOutputStream().write(new byte[StratumLimits.DEFAULT.maxLineBytes() + 1]);
            worker.untilHungUp();
        }
        assertThat(server.view().bannedAddresses()).isEqualTo(1);
    }

    @Test
    void who_never_says_who_it_is_is_dropped_and_so_is_a_worker_that_went_silent() {
        restart(StratumLimits.DEFAULT.withPatience(Duration.ofMillis(300), PATIENCE));
        server.offer(Optional.of(template(TestChains.REGTEST_GENESIS)));
        try (var nobody = line("x")) {
            nobody.untilHungUp();
        }

        restart(StratumLimits.DEFAULT.withPatience(PATIENCE, Duration.ofMillis(300)));
        server.offer(Optional.of(template(TestChains.REGTEST_GENESIS)));
        try (var silent = line("x")) {
            silent.open();
            silent.untilHungUp();
        }
        await().atMost(PATIENCE).until(() -> server.view().connections() == 0);
        assertThat(server.view().bannedAddresses()).isZero();
    }

    @Test
    void a_worker_that_does_not_read_is_dropped() {
        restart(StratumLimits.DEFAULT.withUnsentBytes(2_000));
        try (var deaf = line("x")) {
            deaf.ask(deaf.miner().subscribe());
            deaf.ask(deaf.miner().authorize());
            // Given more jobs at once than may wait: none is read between two of these
            List<BlockTemplate> templates = IntStream.range(0, 2).mapToObj(i -> template(i == 0
                    ? TestChains.REGTEST_GENESIS
                    : TestChains.mine(i, _ -> {
                    }))).toList();

            // until the system's own buffers are full as well, however large they are
            await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(() -> {
                for (int i = 0; i < 100; i++)
                    server.offer(Optional.of(templates.get(i % 2)));
                return server.view().connections() == 0;
            });
        }
    }

    @Test
    void connections_beyond_the_limit_are_closed_and_a_place_that_is_free_is_given_again() {
        restart(StratumLimits.DEFAULT.withConnections(2, 2));
        server.offer(Optional.of(template(TestChains.REGTEST_GENESIS)));
        try (var first = line("a")) {
            first.open();
            try (var second = line("b")) {
                second.open();
                try (var third = line("c")) {
                    assertThat(third.hear()).isFalse();
                }
            }
            await().atMost(PATIENCE).until(() -> server.view().connections() == 1);
            await().atMost(PATIENCE).ignoreExceptions().until(() -> {
                try (var third = line("c")) {
                    third.open();
                    return true;
                }
            });
        }
    }

    @Test
    void a_server_that_stops_asks_its_workers_to_come_back() {
        server.offer(Optional.of(template(TestChains.REGTEST_GENESIS)));
        try (var worker = line("rig1")) {
            worker.open();

            server.close();

            worker.untilHungUp();
            assertThat(worker.miner().methods()).containsExactly("client.reconnect");
        }
    }

    @Test
    void a_taken_port_is_named() {
        var taken = new StratumSettings(server.address(), Optional.empty());

        assertThatThrownBy(() -> StratumServer.start(taken, "x", DRIFT, new Random(1), InstantSource.system(),
                (_, _) -> {
                })).isInstanceOf(BindException.class)
                .hasMessageContaining(String.valueOf(server.address().getPort()));
    }

    private void restart(StratumLimits limits) {
        server.close();
        server = start(limits);
    }

    private StratumServer start(StratumLimits limits) {
        try {
            return StratumServer.start(new StratumSettings(ANY_PORT, Optional.empty()), limits, "Mined by alice", DRIFT,
                    new Random(20261122), InstantSource.system(), (block, _) -> won.add(block));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PaperLine line(String user) {
        return new PaperLine(server.address(), user);
    }

    private static BlockTemplate template(BlockEntry parent) {
        return Templates.next(Networks.REGTEST, parent, TestChains.PAYOUT, "Mined by alice");
    }
}
