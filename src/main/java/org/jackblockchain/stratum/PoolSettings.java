package org.jackblockchain.stratum;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Whom to mine for.
 *
 * @param pools at least one; the first is the best, the others are for when it does not answer
 * @param user the worker's name, as the pool wants it
 * @param agent who we are: "jbc/1.0"
 * @param trusted a certificate in PEM that a pool's may be signed with; empty for those that the JDK trusts
 */
public record PoolSettings(List<PoolAddress> pools, String user, String password, String agent,
        Optional<Path> trusted) {
    public PoolSettings {
        pools = List.copyOf(pools);
        if (pools.isEmpty())
            throw new IllegalArgumentException("no pool");
    }
}
