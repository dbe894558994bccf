package org.jackblockchain.app.command;

import java.io.PrintWriter;
import java.util.List;

import org.jackblockchain.app.Build;
import org.jackblockchain.app.config.UserError;
import org.jackblockchain.store.StoreException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code jbc} itself: shows what there is. */
@Command(name = "jbc", description = "Proof-of-work nodes that mine, race and sync.", mixinStandardHelpOptions = true,
        versionProvider = JbcCommand.Version.class,
        footer = {"",
                "Example: four nodes that compete on this machine", "  jbc race",
                "More about a command: jbc node --help"})
public final class JbcCommand implements Runnable {
    private static final int FAILED = 1;
    private static final List<Class<?>> COMMANDS = List.of(RaceCommand.class, NodeCommand.class, MineCommand.class,
            ExportCommand.class, PutCommand.class, GetCommand.class, ProofCommand.class, VerifyCommand.class,
            AddressCommand.class, BalanceCommand.class, SendCommand.class, NetworkCommand.class, StatusCommand.class,
            BenchCommand.class, VersionCommand.class);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[]{"jbc " + Build.version()};
        }
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** @return the exit code: 0, 1 when it failed, 2 for a command line that makes no sense */
    public static int run(String[] arguments, PrintWriter out, PrintWriter err) {
        var line = new CommandLine(new JbcCommand());
        called(arguments).forEach(line::addSubcommand);
        return line.setOut(out).setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(usageError())
                .setExecutionExceptionHandler((e, failed, _) -> failure(e, failed))
                .execute(arguments);
    }

    /** The command that is named first, or all: to read the options of each takes longer than all else in a start. */
    private static List<Class<?>> called(String[] arguments) {
        List<Class<?>> called = COMMANDS.stream()
                .filter(type -> arguments.length > 0 && arguments[0].equals(nameOf(type))).toList();
        return called.isEmpty() ? COMMANDS : called;
    }

    private static String nameOf(Class<?> command) {
        return command.getAnnotation(Command.class).name();
    }

    private static IParameterExceptionHandler usageError() {
        return (ParameterException e, String[] _) -> {
            CommandLine line = e.getCommandLine();
            line.getErr().println("jbc: " + oneLine(e.getMessage()));
            UnmatchedArgumentException.printSuggestions(e, line.getErr());
            line.getErr().println("Try: " + line.getCommandSpec().qualifiedName() + " --help");
            return line.getCommandSpec().exitCodeOnInvalidInput();
        };
    }

    /** What the operator can mend is one line; anything else is our bug, and whoever mends it wants the trace. */
    private static int failure(Exception e, CommandLine line) {
        switch (e) {
            case UserError error -> line.getErr().println("jbc: " + oneLine(error.getMessage()));
            case StoreException error -> line.getErr().println("jbc: " + oneLine(error.getMessage()));
            default -> {
                line.getErr().println("jbc: this is a bug in jbc " + Build.version() + ", please report it");
                e.printStackTrace(line.getErr());
            }
        }
        return FAILED;
    }

    private static String oneLine(@Nullable String message) {
        return String.valueOf(message).lines().map(String::strip).filter(part -> !part.isEmpty())
                .reduce((a, b) -> a + " " + b).orElse("");
    }
}
