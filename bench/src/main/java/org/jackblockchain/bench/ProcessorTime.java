package org.jackblockchain.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The processor time of another process, from Linux' own account (proc(5)). */
final class ProcessorTime {
    private static final double TICKS_PER_SECOND = 100;
    /** After the name in brackets, the times of user and system are the 12th and 13th field. */
    private static final int USER_TIME = 11;

    private final Path account;

    ProcessorTime(String process) {
        account = Path.of("/proc", process, "stat");
    }

    double seconds() throws IOException {
        String stat = Files.readString(account);
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1])) / TICKS_PER_SECOND;
    }
}
