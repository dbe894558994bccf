package org.jackblockchain.app.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jackblockchain.app.Logs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwinTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @AfterEach
    void restore() {
        Logs.toConsole();
    }

    private int daemon(String... words) {
        return Bitcoind.run(List.of(words), new PrintWriter(out, true), new PrintWriter(err, true));
    }

    private int client(String... words) {
        return Cli.run(List.of(words), InputStream.nullInputStream(), new PrintWriter(out, true),
                new PrintWriter(err, true));
    }

    @Test
    void a_node_lives_is_called_by_its_client_and_stops_with_code_0() {
        assertThat(Rehearsal.run()).isZero();
    }

    @Test
    void what_keeps_it_from_starting_is_said_in_cores_words() {
        assertThat(daemon("-foo")).isEqualTo(1);
        assertThat(err).hasToString("Error: Error parsing command line arguments: Invalid parameter -foo\n");
    }

    @Test
    void a_number_that_is_none_is_refused() {
        String data = "-datadir=" + folder;
        assertThat(daemon(data, "-regtest", "-minimumchainwork=test")).isEqualTo(1);
        assertThat(daemon(data, "-regtest", "-uacomment=/")).isEqualTo(1);
        assertThat(daemon(data, "-chain=main")).isEqualTo(1);
        assertThat(daemon(data, "-regtest", "-daemon")).isEqualTo(1);
        assertThat(err.toString()).contains("Error: -daemon is not supported");
        assertThat(err.toString().lines()).startsWith(
                "Error: Invalid minimum work specified (test), must be up to 64 hex digits",
                "Error: User Agent comment (/) contains unsafe characters.");
    }

    @Test
    void what_keeps_others_from_calling_is_told_in_the_log_alone() {
        String data = "-datadir=" + folder;
        assertThat(daemon(data, "-regtest", "-rpcauth=me")).isEqualTo(1);
        assertThat(daemon(data, "-regtest", "-rpccookieperms=nobody")).isEqualTo(1);
        assertThat(err.toString().lines()).hasSize(2)
                .containsOnly("Error: Unable to start HTTP server. See debug log for details.");
    }

    @Test
    void help_and_version_need_no_data_directory() {
        assertThat(daemon("-version")).isZero();
        assertThat(out.toString()).startsWith("JBC daemon version");
        assertThat(daemon("-help")).isZero();
        assertThat(out.toString()).contains("-rpcport").contains("Connection options:");
    }

    @Test
    void the_client_says_when_nobody_is_there() {
        assertThat(client("-datadir=" + folder, "-regtest", "-rpcport=1", "-rpcpassword=x", "getblockcount"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("error: timeout on transient error: Could not connect to the server"
                + " 127.0.0.1:1");
        assertThat(client("-datadir=" + folder, "-regtest", "-rpcport=1", "-rpcwait", "-rpcwaittimeout=1", "echo"))
                .isEqualTo(1);
        assertThat(err.toString().lines().filter(line -> line.contains("Could not connect to the server")).count())
                .isEqualTo(2);
        assertThat(client("-datadir=" + folder, "-regtest", "-getinfo", "-netinfo")).isEqualTo(1);
        assertThat(err.toString()).contains("error: Only one of -getinfo, -netinfo may be specified.");
        assertThat(client("-datadir=" + folder, "-regtest", "-rpcport=0", "getblockcount")).isEqualTo(1);
        assertThat(err.toString()).contains("Invalid port provided in -rpcport: 0");
    }

    @Test
    void a_file_that_nobody_would_read_is_noticed() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Path own = Files.writeString(data.resolve("bitcoin.conf"), "");
        Path other = Files.writeString(folder.resolve("other.conf"), "datadir=" + data + "\n");

        assertThat(daemon("-conf=" + other, "-regtest", "-datadir=" + data)).isEqualTo(1);
        assertThat(err.toString()).startsWith("Error: Data directory \"" + data + "\" contains a \"bitcoin.conf\" file"
                + " which is ignored, because a different configuration file \"" + other + "\" from command line"
                + " argument \"-conf=" + other + "\" is being used instead.");

        // Each stops for the next reason, which comes later
        String next = "-loglevel=abc";
        for (String same : new String[]{"-conf=" + own, "-noconf", "-conf=bitcoin.conf"}) {
            err.getBuffer().setLength(0);
            assertThat(daemon(same, "-regtest", "-datadir=" + data, next)).isEqualTo(1);
            assertThat(err.toString()).as(same).startsWith("Error: Unsupported global logging level");
        }
        err.getBuffer().setLength(0);
        assertThat(daemon("-conf=" + other, "-regtest", "-datadir=" + data, "-allowignoredconf", next)).isEqualTo(1);
        assertThat(err.toString().lines().toList()).hasSize(2).first().asString().startsWith("Warning: Data directory");
    }
}
