package org.jackblockchain.app;

import java.nio.file.Path;
import java.util.Optional;

import org.jackblockchain.app.config.DataDirectory;

/**
 * Where a node keeps what it needs again.
 *
 * @param chain folder of the database
 * @param addresses the address book
 * @param mempool the transactions that waited
 * @param fees what was learned of them
 * @param bans the operator's
 * @param indexes folder of what can be made again from the chain
 * @param payoutKey the key that rewards are paid to, if it is there or there is no phrase
 * @param phrase the folder of the phrase, whose first address rewards are paid to; empty where none is made
 * @param cookie the password for programs on this machine; empty where there is none
 * @param log the log; empty where it goes elsewhere
 * @param capture folder of what is said on the lines to peers; empty where that is not written down
 */
public record NodeFiles(Path chain, Path addresses, Path mempool, Path fees, Path bans, Path indexes, Path payoutKey,
        Optional<Path> phrase,
        Optional<Path> cookie,
        Optional<Path> log, Optional<Path> capture) {
    /** As {@code jbc node} keeps them, in its data directory. */
    static NodeFiles in(Path folder) {
        var data = new DataDirectory(folder);
        return new NodeFiles(data.chain(), folder.resolve("peers.txt"), folder.resolve("mempool.dat"),
                folder.resolve("fee_estimates.dat"),
                folder.resolve("banlist.json"), folder.resolve("indexes"), data.payoutKey(),
                Optional.of(folder),
                Optional.of(data.cookie()), Optional.empty(), Optional.empty());
    }
}
