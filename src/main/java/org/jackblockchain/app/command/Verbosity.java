package org.jackblockchain.app.command;

import org.jackblockchain.app.Logs;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How much is logged to standard error. */
final class Verbosity {
    @ArgGroup(exclusive = true)
    private Choice choice = new Choice();

    private static final class Choice {
        @Option(names = {"-v", "--verbose"}, description = "Log what is said to and by peers, too.")
        private boolean verbose;
        @Option(names = {"-q", "--quiet"}, description = "Log only what is wrong.")
        private boolean quiet;
    }

    Logs.Level level() {
        return choice.verbose ? Logs.Level.VERBOSE : choice.quiet ? Logs.Level.QUIET : Logs.Level.NORMAL;
    }
}
