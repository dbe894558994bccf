package org.jackblockchain.app.command;

import java.util.List;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a node publishes what happens to its chain by ZeroMQ: Bitcoin Core's flags. */
final class ZmqFlags {
    private static final String MARK = "Messages that wait for a slow subscriber. Default: 1000.";

    @Option(names = "--zmqpubhashblock", paramLabel = "ADDRESS",
            description = "Publish the hash of each new tip by ZeroMQ, at an address like tcp://127.0.0.1:28332."
                    + " Repeatable, as are the others.")
    @Nullable
    List<String> hashblock;

    @Option(names = "--zmqpubhashtx", paramLabel = "ADDRESS",
            description = "Publish the ids of transactions that come to the memory pool, or are in blocks that join or"
                    + " leave the chain.")
    @Nullable
    List<String> hashtx;

    @Option(names = "--zmqpubrawblock", paramLabel = "ADDRESS", description = "Publish each new tip, whole.")
    @Nullable
    List<String> rawblock;

    @Option(names = "--zmqpubrawtx", paramLabel = "ADDRESS", description = "Publish such transactions, whole.")
    @Nullable
    List<String> rawtx;

    @Option(names = "--zmqpubsequence", paramLabel = "ADDRESS",
            description = "Publish the hash of each block that joins the chain (C) or leaves it (D), and of each"
                    + " transaction that comes to the memory pool (A) or leaves it unmined (R).")
    @Nullable
    List<String> sequence;

    @Option(names = "--zmqpubhashblockhwm", paramLabel = "N", description = MARK, hidden = true)
    @Nullable
    Integer hashblockMark;

    @Option(names = "--zmqpubhashtxhwm", paramLabel = "N", description = MARK, hidden = true)
    @Nullable
    Integer hashtxMark;

    @Option(names = "--zmqpubrawblockhwm", paramLabel = "N", description = MARK, hidden = true)
    @Nullable
    Integer rawblockMark;

    @Option(names = "--zmqpubrawtxhwm", paramLabel = "N", description = MARK, hidden = true)
    @Nullable
    Integer rawtxMark;

    @Option(names = "--zmqpubsequencehwm", paramLabel = "N", description = MARK, hidden = true)
    @Nullable
    Integer sequenceMark;
}
