package org.jackblockchain.app;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * Where log lines go and how many there are. Logback finds this class by its service file and is configured in code:
 * that starts faster than reading XML, and says nothing.
 */
public final class Logs extends ContextAwareBase implements Configurator {
    private static final String PATTERN = "%d{HH:mm:ss.SSS} %-5level %-12.12thread %msg%n%ex{short}";
    private static final String FULL_PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %-12thread %logger{0} %msg%n";
    private static final String BITCOIND_PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z',UTC} [%thread] "
            + "%replace(%replace(%level){'DEBUG','[net] '}){'[A-Z]{4,5}',''}%msg%n%ex";
    private static final int MAX_LINES_WAITING = 1_024;
    private static final String OURS = "org.jackblockchain";

    /** What Core calls the lines that only those want who look closely. */
    private static final String DETAILS = "net";

    private static volatile Set<String> kinds = Set.of();

    /** How much an operator wants to read. */
    public enum Level {
        QUIET, NORMAL, VERBOSE
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        root(context).addAppender(console(context));
        setLevels(context, Level.NORMAL);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /**
     * To standard error, by a thread of its own: a node does not wait for a terminal that is held with Ctrl-S. Lines
     * for which there is no room are lost.
     */
    public static void to(Level level) {
        LoggerContext context = context();
        root(context).detachAndStopAllAppenders();
        var async = new AsyncAppender();
        async.setContext(context);
        async.setName("async");
        async.setQueueSize(MAX_LINES_WAITING);
        async.setNeverBlock(true);
        async.addAppender(console(context));
        async.start();
        root(context).addAppender(async);
        setLevels(context, level);
    }

    /** Writes what waits to be written; from now on each line is written at once. */
    public static void flush() {
        LoggerContext context = context();
        root(context).detachAndStopAllAppenders();
        root(context).addAppender(console(context));
    }

    /**
     * To a file instead of standard error, so that a picture on the terminal stays whole.
     *
     * @param warnings takes what somebody should see all the same; from any thread
     */
    public static void toFile(Path file, Consumer<String> warnings) {
        LoggerContext context = context();
        root(context).detachAndStopAllAppenders();
        var appender = new FileAppender<ILoggingEvent>();
        appender.setFile(file.toString());
        root(context).addAppender(started(context, appender, "file", FULL_PATTERN));
        var bell = new Bell(warnings);
        bell.setContext(context);
        bell.start();
        root(context).addAppender(bell);
        setLevels(context, Level.NORMAL);
    }

    /**
     * To a file as bitcoind writes it, each line at once, and to standard output if that is wanted.
     *
     * @param file empty for none
     * @param wanted as in {@link #kinds}
     */
    public static void asBitcoind(Optional<Path> file, boolean console, Set<String> wanted) {
        LoggerContext context = context();
        root(context).detachAndStopAllAppenders();
        file.ifPresent(path -> {
            var appender = new FileAppender<ILoggingEvent>();
            appender.setFile(path.toString());
            root(context).addAppender(started(context, appender, "file", BITCOIND_PATTERN));
        });
        if (console) {
            var out = new ConsoleAppender<ILoggingEvent>();
            root(context).addAppender(started(context, out, "stdout", BITCOIND_PATTERN));
        }
        kinds(wanted);
    }

    /** Nothing any more, as nobody is to be told. */
    public static void silence() {
        root(context()).detachAndStopAllAppenders();
    }

    /** Passes on warnings and errors. */
    private static final class Bell extends AppenderBase<ILoggingEvent> {
        private final Consumer<String> warnings;

        Bell(Consumer<String> warnings) {
            this.warnings = warnings;
        }

        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(ch.qos.logback.classic.Level.WARN))
                warnings.accept(event.getThreadName() + ": " + event.getFormattedMessage());
        }
    }

    /** Ends logging to a file, so that its folder can be deleted. */
    public static void toConsole() {
        flush();
        setLevels(context(), Level.QUIET);
    }

    private static OutputStreamAppender<ILoggingEvent> console(LoggerContext context) {
        var console = new ConsoleAppender<ILoggingEvent>();
        console.setTarget("System.err");
        return started(context, console, "stderr", PATTERN);
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }

    private static Logger root(LoggerContext context) {
        return context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private static OutputStreamAppender<ILoggingEvent> started(LoggerContext context,
            OutputStreamAppender<ILoggingEvent> appender, String name, String pattern) {
        var encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(pattern);
        encoder.start();
        appender.setContext(context);
        appender.setName(name);
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }

    /** The kinds of lines, by Core's names, that the log has; of ours, only those who look closely want one kind. */
    static Set<String> kinds() {
        var all = new TreeSet<>(kinds);
        if (context().getLogger(OURS).isDebugEnabled())
            all.add(DETAILS);
        else
            all.remove(DETAILS);
        return all;
    }

    /** From now on it has these. */
    static void kinds(Set<String> wanted) {
        kinds = Set.copyOf(wanted);
        setLevels(context(), wanted.contains(DETAILS) ? Level.VERBOSE : Level.NORMAL);
    }

    private static void setLevels(LoggerContext context, Level level) {
        root(context).setLevel(ch.qos.logback.classic.Level.WARN);
        // what it says when it cannot start, we say ourselves in one line
        context.getLogger("io.javalin.Javalin").setLevel(ch.qos.logback.classic.Level.OFF);
        context.getLogger(OURS).setLevel(switch (level) {
            case QUIET -> ch.qos.logback.classic.Level.WARN;
            case NORMAL -> ch.qos.logback.classic.Level.INFO;
            case VERBOSE -> ch.qos.logback.classic.Level.DEBUG;
        });
    }
}
