package org.jackblockchain.app.race;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;

import org.jackblockchain.app.StopSignal;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the screen for a race, runs it and prints how it ended. */
public final class RaceShow {
    private static final Logger LOG = LoggerFactory.getLogger(RaceShow.class);

    private RaceShow() {}

    /** @return the exit code: 0 when all racers ended with the same chain */
    public static int run(RaceSettings settings, boolean plain, PrintWriter out, StopSignal signal)
            throws InterruptedException {
        Race.Outcome outcome;
        boolean live;
        try (Screen screen = screen(plain, out, signal)) {
            live = screen instanceof LiveScreen;
            outcome = Race.run(settings, screen, signal);
        }
        if (live)
            out.println();
        outcome.lines().forEach(out::println);
        out.flush();
        return outcome.equal() ? 0 : 1;
    }

    private static Screen screen(boolean plain, PrintWriter out, StopSignal signal) {
        if (plain || Optional.ofNullable(System.console()).filter(Console::isTerminal).isEmpty())
            return new PlainScreen(out);
        try {
            // so Ctrl-C ends the race and not the process, whose end would close the terminal before the last picture
            Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).nativeSignals(true)
                    .signalHandler(Terminal.SignalHandler.SIG_DFL).build();
            terminal.handle(Terminal.Signal.INT, _ -> signal.wish());
            if (!terminal.getType().startsWith(Terminal.TYPE_DUMB) && terminal.getSize().getColumns() > 0)
                return new LiveScreen(terminal);
            terminal.close();
        } catch (IOException e) {
            LOG.debug("no picture on this terminal", e);
        }
        return new PlainScreen(out);
    }
}
