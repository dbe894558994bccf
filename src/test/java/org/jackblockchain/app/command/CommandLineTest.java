package org.jackblockchain.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jackblockchain.app.config.NetworkFile;
import org.jackblockchain.consensus.ChainParams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the operator sees: help, and one clear line for each mistake. */
@Timeout(120) // a mistake that goes unnoticed starts a node
class CommandLineTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"race", "node", "mine", "export", "put", "get", "proof", "verify", "balance", "send",
            "address", "network", "network new", "status", "bench",
            "version"})
    void every_command_has_help_with_an_example(String command) {
        assertThat(jbc((command + " --help").split(" "))).isZero();

        assertThat(out.toString()).contains("Usage: jbc " + command, "Example:", "  jbc " + command);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void jbc_alone_shows_what_there_is() {
        assertThat(jbc()).isZero();

        assertThat(out.toString()).contains("race", "node", "mine", "export", "network", "status", "version");
    }

    @Test
    void bench_measures_an_engine() throws IOException {
        assertThat(jbc("bench", "--engine", "portable", "--threads", "1", "--seconds", "1", "--network", "regtest",
                "--json")).isZero();

        var row = new JsonMapper().readTree(out.toString()).path("results").path(0);
        assertThat(row.path("engine").asText()).isEqualTo("portable");
        assertThat(row.path("hashes_per_second").asLong()).isPositive();
    }

    @Test
    void an_engine_that_there_is_not_is_named() {
        assertThat(jbc("bench", "--engine", "quantum")).isEqualTo(1);

        assertThat(err.toString()).isEqualToIgnoringNewLines(
                "jbc: --engine: there is no engine \"quantum\"; there are auto, portable, vector");
    }

    @Test
    void version_names_java_and_the_system() {
        assertThat(jbc("version")).isZero();

        assertThat(out.toString()).contains("jbc", Runtime.version().toString(), System.getProperty("os.arch"));
    }

    @ParameterizedTest
    @CsvSource({"node --prot 5001,--prot", "race --nodes 0,--nodes has to be from 1", "race --blocks 0,--blocks",
            "race --interval 5,no duration", "race --port 70000,--port", "mine --blocks 0,--blocks", "raze,race",
            "network new,--name", "node -p abc,--port", "node -v -q,mutually exclusive"})
    void a_command_line_that_makes_no_sense_exits_with_2(String line, String why) {
        assertThat(jbc(line.split(" "))).isEqualTo(2);

        assertThat(err.toString()).startsWith("jbc: ").contains(why).contains("--help").doesNotContain("\tat ");
    }

    @Test
    void an_unknown_key_in_the_configuration_is_one_line() throws IOException {
        Files.writeString(folder.resolve("jbc.conf"), "thread=2\n");

        failsWith("node", "--data-dir", folder.toString());

        assertThat(err.toString()).contains("jbc.conf:1: unknown key \"thread\" (did you mean \"threads\"?)");
    }

    @ParameterizedTest
    @CsvSource({"threads=0,threads", "mine=perhaps,neither yes nor no", "port=80000,65535", "network=nowhere,nowhere",
            "payout=bc1q,no address", "peer=nobody,host:port", "p2p-port=x,65535", "listen=no such host,no address"})
    void a_wrong_value_in_the_configuration_is_one_line(String line, String why) throws IOException {
        Files.writeString(folder.resolve("jbc.conf"), line + "\n");

        String anyPort = line.startsWith("port") ? "--p2p-port=0" : "--port=0";
        failsWith("node", anyPort, "--data-dir", folder.toString());

        assertThat(err.toString()).contains(why);
    }

    @Test
    void a_data_directory_that_cannot_be_written_to_is_one_line() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        failsWith("node", "--data-dir", file.toString());

        assertThat(err.toString()).contains("cannot write to the data directory", "--data-dir");
    }

    @Test
    void a_taken_port_is_one_line_that_says_what_to_do() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            failsWith("node", "--port", Integer.toString(taken.getLocalPort()), "--p2p-port", "0", "--data-dir",
                    folder.toString());

            assertThat(err.toString()).contains("127.0.0.1", "port " + taken.getLocalPort(), "choose another --port");
        }
    }

    @Test
    void another_networks_chain_is_one_line() {
        assertThat(jbc("mine", "--quiet", "--network", "regtest", "--blocks", "1", "--data-dir", folder.toString()))
                .isZero();

        failsWith("mine", "--network", "jbc", "--data-dir", folder.toString());

        assertThat(err.toString()).contains("regtest", "jbc", "--data-dir");
    }

    @Test
    void what_was_mined_alone_is_kept_and_exported() throws IOException {
        // Given two blocks in one go, and three more in another
        String data = folder.resolve("data").toString();
        assertThat(jbc("mine", "--quiet", "--network", "regtest", "--blocks", "2", "--data-dir", data)).isZero();
        assertThat(jbc("mine", "--quiet", "--network", "regtest", "--blocks", "3", "--data-dir", data)).isZero();
        assertThat(out.toString()).contains("block 1  ", "block 2  ", "mining on height 2", "block 5  ");

        // When
        Path files = folder.resolve("chaindata");
        assertThat(jbc("export", "--network", "regtest", "--data-dir", data, "--to", files.toString())).isZero();

        // Then there is a file for each block, genesis included
        assertThat(files).isDirectoryContaining("glob:**000000.json").isDirectoryContaining("glob:**000005.json");
        assertThat(Files.readString(files.resolve("000005.json"))).startsWith("{\"index\":5,")
                .contains("\"data\":\"Mined by node on port 18443\"").endsWith("}\n");
    }

    @Test
    void a_new_network_can_be_read_back() throws IOException {
        assertThat(jbc("network", "new", "--name", "lab", "--interval", "5s", "--easiest", "207fffff", "--subsidy",
                "12.5", "--halving", "1000", "--finality", "0", "--first-peer", "example.org:5100")).isZero();
        Path file = Files.writeString(folder.resolve("lab.json"), out.toString());

        ChainParams lab = NetworkFile.read(file);

        assertThat(lab.name()).isEqualTo("lab");
        assertThat(lab.interval()).hasSeconds(5);
        assertThat(lab.subsidy().initial()).isEqualTo(12_5000_0000L);
        assertThat(lab.finalityDepth()).isEmpty();
        assertThat(lab.firstPeers()).containsExactly("example.org:5100");
        assertThat(lab.genesis().header().bits().target().orElseThrow().isMetBy(lab.genesis().hash())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--name=JBC", "--name=jbc", "--interval=1ms", "--easiest=1d00ffff", "--easiest=zz",
            "--subsidy=x", "--halving=0", "--finality=-1", "--window=0", "--first-peer=nowhere", "--prefix=ABC"})
    void a_network_that_could_not_be_read_back_is_not_written(String flag) {
        String name = flag.startsWith("--name") ? flag : "--name=lab";
        String other = flag.startsWith("--name") ? "--interval=5s" : flag;
        String bits = flag.startsWith("--easiest") ? flag : "--easiest=207fffff";

        assertThat(jbc("network", "new", name, bits, flag.startsWith("--easiest") ? "--interval=5s" : other))
                .isEqualTo(1);

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).startsWith("jbc: ").hasLineCount(1);
    }

    @Test
    void status_of_a_node_that_does_not_run_says_so() throws IOException {
        int free;
        try (var port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = port.getLocalPort();
        }

        failsWith("status", "--port", Integer.toString(free));

        assertThat(err.toString()).contains("no node answers at 127.0.0.1:" + free);
    }

    private void failsWith(String... line) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        assertThat(jbc(line)).isEqualTo(1);
        assertThat(err.toString()).startsWith("jbc: ").hasLineCount(1);
    }

    private int jbc(String... line) {
        return JbcCommand.run(line, new PrintWriter(out, true), new PrintWriter(err, true));
    }
}
