package org.jackblockchain.app.race;

/** Where a race is shown. Used by one thread. */
interface Screen extends AutoCloseable {
    /** What goes on before there are standings, and what is worth a line of its own. */
    void say(String text);

    /** A block is news: it was won, or every racer has it now. */
    void news(Standings.Win win);

    /** A racer changed to another branch. */
    void reorganized(String racer, int lost, int gained, int height);

    /** Something is wrong with a node; the log has all of it. */
    void warn(String text);

    void show(Standings standings);

    /** Leaves the last picture where it is; what follows is printed below it. */
    @Override
    void close();
}
