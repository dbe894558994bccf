package org.jackblockchain.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jackblockchain.app.command.JbcCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes as processes of their own, told to end and torn down. */
class ProcessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int STOP_SECONDS = 20;
    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/");

    private final List<Process> started = new ArrayList<>();

    @TempDir
    private Path folder;

    @BeforeEach
    void make_a_network() throws IOException {
        var text = new StringWriter();
        assertThat(JbcCommand.run(new String[]{"network", "new", "--name", "lab", "--interval", "1s", "--easiest",
                "1f00ffff"}, new PrintWriter(text, true), new PrintWriter(text, true))).isZero();
        Files.writeString(folder.resolve("lab.json"), text.toString());
    }

    @AfterEach
    void tear_down() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void sigterm_ends_a_mining_node_cleanly() throws IOException, InterruptedException {
        Node node = start("a");
        awaitHeight(node, 2);

        node.process().destroy();

        assertThat(node.process().waitFor(STOP_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(node.process().exitValue()).isZero();
        assertThat(node.log()).content().doesNotContain("Exception").contains("stopping");
    }

    @Test
    void a_node_that_was_killed_goes_on_where_it_was() throws IOException, InterruptedException {
        // Given a node that mines, and is killed in the middle of it
        Node node = start("a");
        awaitHeight(node, 3);
        JsonNode before = status(node);
        node.process().destroyForcibly().waitFor();

        // When it starts again
        Node again = start("a");

        // Then nothing that it announced is lost
        awaitHeight(again, before.get("height").intValue() + 1);
        assertThat(hashAt(again, before.get("height").intValue())).isEqualTo(before.get("tip").textValue());
    }

    private record Node(Process process, Path log, String page) {}

    private Node start(String name) throws IOException {
        Path log = folder.resolve(name + "-" + started.size() + ".log");
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                Main.class.getName(), "node", "--mine", "--threads", "1", "--port", "0", "--p2p-port", "0",
                "--network", folder.resolve("lab.json").toString(), "--data-dir", folder.resolve(name).toString())
                .redirectErrorStream(true).redirectOutput(log.toFile()).start();
        started.add(process);
        await().atMost(PATIENCE).until(() -> !process.isAlive() || ADDRESS.matcher(Files.readString(log)).find());
        Matcher address = ADDRESS.matcher(Files.readString(log));
        assertThat(address.find()).as("log of the node: %s", Files.readString(log)).isTrue();
        return new Node(process, log, address.group());
    }

    private static void awaitHeight(Node node, int height) {
        await().atMost(PATIENCE).ignoreExceptions().until(() -> status(node).get("height").intValue() >= height);
    }

    private static JsonNode status(Node node) throws IOException {
        return json(node.page() + "status.json");
    }

    private static String hashAt(Node node, int height) throws IOException {
        return json(node.page() + "blockchain.json?limit=1&from=" + height).get(0).get("hash").textValue();
    }

    private static JsonNode json(String url) throws IOException {
        try (InputStream answer = URI.create(url).toURL().openStream()) {
            return new ObjectMapper().readTree(answer);
        }
    }
}
