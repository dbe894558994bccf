package org.jackblockchain.peer;

import java.util.HashMap;
import java.util.Map;

/** Bytes by message type, in one direction. Types that are not ours are counted together, so a stranger adds none. */
final class Traffic {
    /** Core's name for them in {@code getpeerinfo}. */
    private static final String OTHER = "*other*";

    private final Map<String, Long> bytes = new HashMap<>();

    void add(String command, boolean known, int count) {
        bytes.merge(known ? command : OTHER, (long) count, Long::sum);
    }

    Map<String, Long> byType() {
        return bytes;
    }
}
