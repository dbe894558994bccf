package org.jackblockchain.app.twin;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import org.jackblockchain.app.RunningNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the operator's commands when something happens ({@code -startupnotify}, {@code -blocknotify}…). */
final class Notify {
    private static final Logger LOG = LoggerFactory.getLogger(Notify.class);
    /** A command at the end of a node holds the end up for at most so long. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Arguments arguments;

    Notify(Arguments arguments) {
        this.arguments = arguments;
    }

    void started(RunningNode node) {
        Optional<String> block = arguments.value("blocknotify").filter(command -> !command.isEmpty());
        block.ifPresent(command -> node.onTipMoved(change -> {
            if (!change.connected().isEmpty() && !node.view().initialDownload())
                run(command.replace("%s", change.connected().getLast().hash().hex()));
        }));
        arguments.value("alertnotify").filter(command -> !command.isEmpty())
                .ifPresent(command -> alertOf(node, command));
        arguments.all("startupnotify").forEach(Notify::run);
    }

    /** Each warning once; the command gets it in quotes. */
    private static void alertOf(RunningNode node, String command) {
        Set<String> told = ConcurrentHashMap.newKeySet();
        node.onTipMoved(_ -> node.view().warnings().stream().filter(told::add)
                .forEach(warning -> run(command.replace("%s", "'" + safe(warning) + "'"))));
    }

    /** Without what a shell could take for its own. */
    private static String safe(String text) {
        return text.replaceAll("[^A-Za-z0-9 .,;_/:?@()-]", "");
    }

    /** The commands of the end run one after the other. */
    void stopping() throws InterruptedException {
        for (String command : arguments.all("shutdownnotify")) {
            Optional<Process> process = start(command);
            if (process.isPresent() && !process.get().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                LOG.warn("still running: {}", command);
        }
    }

    private static void run(String command) {
        Thread.ofVirtual().name("notify").start(() -> start(command).ifPresent(process -> {
            // a process that has ended can fail no more
            var _ = process.onExit().thenAccept(ended -> tell(command, ended.exitValue()));
        }));
    }

    private static void tell(String command, int code) {
        if (code != 0)
            LOG.info("runCommand error: system({}) returned {}", command, code);
    }

    private static Optional<Process> start(String command) {
        try {
            return Optional.of(new ProcessBuilder("/bin/sh", "-c", command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start());
        } catch (IOException e) {
            LOG.warn("cannot run {}: {}", command, e.getMessage());
            return Optional.empty();
        }
    }
}
