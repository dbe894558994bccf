package org.jackblockchain.app.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jackblockchain.app.StopSignal;
import org.jackblockchain.app.config.NetworkFile;
import org.jackblockchain.app.config.UserError;
import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.Chain;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.miner.EngineWish;
import org.jackblockchain.rpc.RpcSettings;
import org.jackblockchain.store.ChainStore;
import org.jackblockchain.store.RocksStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RaceTest {
    private static final int PORT = 21_000;
    private static final Duration INTERVAL = Duration.ofMillis(300);

    private final StringWriter text = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void four_nodes_race_to_block_5_and_end_with_equal_chains() throws InterruptedException {
        // Given
        Path kept = folder.resolve("kept");
        var settings = new RaceSettings(4, INTERVAL, OptionalInt.of(5), PORT, Optional.of(kept), EngineWish.AUTO,
                Optional.empty(), RpcSettings.COOKIE_ONLY);

        // When
        int code = RaceShow.run(settings, true, new PrintWriter(text, true), StopSignal.unheard());

        // Then the tally adds up to 5, and what each node answers is the same
        assertThat(text.toString()).contains("All 4 blockchain.json are equal", "block 5  ", "go");
        assertThat(code).isZero();
        assertThat(tally().stream().mapToInt(Integer::intValue)).hasSize(4);
        assertThat(tally().stream().mapToInt(Integer::intValue).sum()).isEqualTo(5);
        assertThat(NetworkFile.read(kept.resolve("network.json")).firstPeers()).hasSize(4);
        assertThat(kept.resolve("race.log")).content().contains("the race is over");
    }

    @Test
    void with_traffic_blocks_carry_what_the_nodes_spend() throws Exception {
        // Given
        Path kept = folder.resolve("kept");
        var settings = new RaceSettings(2, INTERVAL, OptionalInt.of(30), PORT, Optional.of(kept), EngineWish.AUTO,
                Optional.empty(), RpcSettings.COOKIE_ONLY).withTxRate(100);

        // When
        assertThat(RaceShow.run(settings, true, new PrintWriter(text, true), StopSignal.unheard())).isZero();

        // Then
        assertThat(text.toString()).contains("All 2 blockchain.json are equal")
                .containsPattern("[1-9]\\d* transactions? sent");
        ChainParams params = NetworkFile.read(kept.resolve("network.json"));
        Path chain;
        try (var files = Files.walk(kept)) {
            chain = files.filter(path -> path.endsWith("chain")).findFirst().orElseThrow();
        }
        try (ChainStore store = RocksStore.open(chain, params)) {
            BlockEntry tip = new Chain(params, store, store, store.load()).tip();
            int most = IntStream.rangeClosed(1, tip.height()).mapToObj(height -> tip.ancestor(height).hash())
                    .mapToInt(hash -> store.block(hash).orElseThrow().transactions().size()).max().orElseThrow();
            assertThat(most).isGreaterThan(1);
        }
    }

    @Test
    void a_race_alone_ends_when_it_is_told_to() throws InterruptedException {
        // Given a signal that comes with the first block
        StopSignal signal = StopSignal.unheard();
        var settings = new RaceSettings(1, INTERVAL, OptionalInt.empty(), PORT, Optional.empty(), EngineWish.PORTABLE,
                Optional.empty(), RpcSettings.COOKIE_ONLY);
        var screen = new PlainScreen(new PrintWriter(text, true)) {
            @Override
            public void news(Standings.Win win) {
                signal.wish();
            }
        };

        // When
        Race.Outcome outcome = Race.run(settings, screen, signal);

        // Then
        assertThat(outcome.equal()).isTrue();
        assertThat(outcome.lines().getFirst()).matches("Port \\d+ won [1-9]\\d* blocks?\\.");
    }

    @Test
    void a_taken_port_is_said_and_left_out() throws IOException {
        InetAddress host = InetAddress.getLoopbackAddress();
        try (var taken = new ServerSocket(0, 1, host)) {
            int port = taken.getLocalPort();

            List<Racer> racers = RacePorts.choose(host, 2, port, line -> text.append(line).append('\n'));

            assertThat(racers).extracting(Racer::httpPort).doesNotContain(port);
            assertThat(text.toString()).contains("port " + port + " is taken");
            assertThat(racers.getFirst().httpPort()).isGreaterThan(port);
        }
    }

    @Test
    void no_node_gets_a_port_that_another_hears_its_peers_on() {
        List<Racer> racers = RacePorts.choose(InetAddress.getLoopbackAddress(), 150, PORT, _ -> {
        });

        var ports = new ArrayList<Integer>();
        racers.forEach(racer -> ports.addAll(List.of(racer.httpPort(), racer.p2pPort())));
        assertThat(ports).doesNotHaveDuplicates().hasSize(300);
    }

    @Test
    void a_folder_to_keep_has_to_be_empty() throws IOException {
        Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> RaceFolder.open(Optional.of(folder))).isInstanceOf(UserError.class)
                .hasMessageContaining("not empty");
    }

    @Test
    void a_folder_that_is_not_kept_is_deleted_with_all_that_is_in_it() throws IOException {
        Path path;
        try (var made = RaceFolder.open(Optional.empty())) {
            path = made.path();
            Files.createDirectories(path.resolve("a").resolve("b"));
            Files.writeString(path.resolve("a").resolve("c"), "");
        }

        assertThat(path).doesNotExist();
    }

    private List<Integer> tally() {
        String sentence = text.toString().lines().filter(line -> line.startsWith("Port ")).findFirst().orElseThrow();
        return Pattern.compile("won (\\d+)").matcher(sentence).results()
                .map(found -> Integer.parseInt(found.group(1))).toList();
    }
}
