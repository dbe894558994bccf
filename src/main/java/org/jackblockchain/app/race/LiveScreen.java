package org.jackblockchain.app.race;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A picture of the race that is redrawn in place; only what changed is sent to the terminal. */
final class LiveScreen implements Screen {
    private static final Logger LOG = LoggerFactory.getLogger(LiveScreen.class);

    private final Terminal terminal;
    private final Display display;
    private Size size;
    private Optional<String> warning = Optional.empty();
    private List<AttributedString> drawn = List.of();

    /** @param terminal is closed with the screen */
    LiveScreen(Terminal terminal) {
        this.terminal = terminal;
        this.display = new Display(terminal, false);
        this.size = terminal.getSize();
        resized();
        terminal.echo(false);
        terminal.puts(Capability.cursor_invisible);
    }

    @Override
    public void say(String text) {
        draw(List.of(new AttributedString(text)));
    }

    @Override
    public void news(Standings.Win win) {
        // the next picture has it
    }

    @Override
    public void reorganized(String racer, int lost, int gained, int height) {
        // the next picture has it
    }

    @Override
    public void warn(String text) {
        warning = Optional.of(text);
    }

    @Override
    public void show(Standings standings) {
        ifOpen(() -> {
            if (!terminal.getSize().equals(size))
                resized();
        });
        draw(Scoreboard.draw(standings, warning, size.getColumns(), size.getRows()));
    }

    private void draw(List<AttributedString> lines) {
        drawn = lines;
        ifOpen(() -> display.update(lines, -1));
    }

    /** When the process is told to end, the terminal may be closed before the race is over. */
    private void ifOpen(Runnable drawing) {
        try {
            drawing.run();
        } catch (IllegalStateException e) {
            LOG.debug("the terminal is gone", e);
        }
    }

    private void resized() {
        size = terminal.getSize();
        display.clear();
        display.resize(size);
    }

    @Override
    public void close() {
        ifOpen(() -> {
            display.update(drawn, -1);
            terminal.puts(Capability.cursor_visible);
            terminal.echo(true);
            terminal.flush();
        });
        try {
            terminal.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
