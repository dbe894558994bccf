package org.jackblockchain.app;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

import org.jackblockchain.app.command.JbcCommand;

/** Where {@code jbc} begins. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        // the JVM would write ASCII to a pipe where the locale is "C"
        var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(JbcCommand.run(arguments, out, err));
    }
}
