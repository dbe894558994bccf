package org.jackblockchain.app;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.jackblockchain.app.command.JbcCommand;
import org.jackblockchain.app.twin.Bitcoind;
import org.jackblockchain.app.twin.Cli;
import org.jackblockchain.app.twin.Rehearsal;

/** Where {@code jbc} begins. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        // the JVM would write ASCII to a pipe where the locale is "C"
        var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(arguments, out, err));
    }

    /** Two names have a command line of their own kind, which is Bitcoin Core's. */
    private static int run(String[] arguments, PrintWriter out, PrintWriter err) {
        List<String> words = List.of(arguments);
        return switch (words.isEmpty() ? "" : words.getFirst()) {
            case "bitcoind" -> Bitcoind.run(words.subList(1, words.size()), out, err);
            case "cli" -> Cli.run(words.subList(1, words.size()), System.in, out, err);
            case "rehearse" -> Rehearsal.run();
            default -> JbcCommand.run(arguments, out, err);
        };
    }
}
