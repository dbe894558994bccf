package org.jackblockchain.rpc;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The kinds of lines in a log, by the names that Core gives them. */
public final class LogKinds {
    static final List<String> NAMES = List.of("addrman", "bench", "blockstorage", "cmpctblock", "coindb", "estimatefee",
            "http", "i2p", "ipc", "leveldb", "libevent", "mempool", "mempoolrej", "net", "proxy", "prune", "qt", "rand",
            "reindex", "rpc", "scan", "selectcoins", "tor", "txpackages", "txreconciliation", "validation", "walletdb",
            "zmq");
    private static final Set<String> ALL = Set.of("all", "1", "");

    private LogKinds() {}

    /** Those that a word stands for: one, or all of them; none for a word that means nothing. */
    public static Set<String> of(String word) {
        if (ALL.contains(word))
            return new TreeSet<>(NAMES);
        return NAMES.contains(word) ? Set.of(word) : Set.of();
    }

    /** Their names, in order, with commas. */
    public static String names() {
        return String.join(", ", NAMES);
    }
}
