package org.jackblockchain.stratum;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * A Stratum server at one moment.
 *
 * @param address where it listens, with the real port
 * @param connections that are open, whether or not a worker speaks on them yet
 * @param bannedAddresses at present
 * @param workers those who come now, and the latest of those who came earlier; by name
 */
public record StratumView(InetSocketAddress address, boolean tls, int connections, int bannedAddresses,
        List<WorkerView> workers) {
    public StratumView {
        workers = List.copyOf(workers);
    }

    /** Of all workers. */
    public double hashesPerSecond() {
        return workers.stream().mapToDouble(WorkerView::hashesPerSecond).sum();
    }
}
