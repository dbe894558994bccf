package org.jackblockchain.peer;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jackblockchain.wire.NetAddress;

/**
 * What an operator of bitcoind may decide about peers, and an operator of jbc leaves as it is.
 *
 * @param patience a peer that is younger is not given up for saying nothing
 * @param maxTipAge a node whose tip is older counts as being in its initial download, as in Core; empty where only
 *     peers tell
 * @param oneSource whether, while our chain is old, one peer only is asked for its headers, and the others not before
 *     they announce something, as in Core
 * @param whitelist who may do more than others
 * @param tellsAll whether the log has a line for each message
 * @param operator what the operator can change while the node runs
 * @param maxInbound calls that are taken
 * @param seeds who is asked for addresses when there are none
 * @param uploadTarget bytes that may go to peers in a day; 0 for no limit
 */
public record PeerTerms(Duration patience, Optional<Duration> maxTipAge, boolean oneSource,
        List<Whitelisting> whitelist, boolean tellsAll, Operator operator, int maxInbound,
        List<Seed> seeds, long uploadTarget) {
    public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(60);
    public static final PeerTerms USUAL = new PeerTerms(DEFAULT_PATIENCE, Optional.empty(), false, List.of(),
            false, Operator.USUAL, PeerConfig.DEFAULT_MAX_INBOUND, List.of(), 0);

    /**
     * What the operator can change while the node runs, as it is at the start.
     *
     * @param bans as they were kept
     * @param banTime how long a ban lasts of which nothing is said
     * @param active whether there are to be any connections
     */
    public record Operator(List<Ban> bans, Duration banTime, boolean active) {
        public static final Duration DEFAULT_BAN_TIME = Duration.ofDays(1);
        public static final Operator USUAL = new Operator(List.of(), DEFAULT_BAN_TIME, true);

        public Operator {
            bans = List.copyOf(bans);
        }
    }

    /**
     * A place that is called for addresses only.
     *
     * @param name as the operator wrote it
     */
    public record Seed(String name, NetAddress address) {}

    public PeerTerms withSeeds(List<Seed> asked) {
        return new PeerTerms(patience, maxTipAge, oneSource, whitelist, tellsAll, operator, maxInbound, asked,
                uploadTarget);
    }

    public PeerTerms withBans(List<Ban> kept) {
        return new PeerTerms(patience, maxTipAge, oneSource, whitelist, tellsAll,
                new Operator(kept, operator.banTime(), operator.active()), maxInbound, seeds,
                uploadTarget);
    }

    public PeerTerms {
        whitelist = List.copyOf(whitelist);
        seeds = List.copyOf(seeds);
    }

    Set<Permission> permissions(NetAddress remote, NetAddress local, Direction direction) {
        Set<Permission> all = EnumSet.noneOf(Permission.class);
        for (Whitelisting row : whitelist) {
            if (row.holdsFor(remote, local, direction))
                all.addAll(row.permissions());
        }
        return all;
    }
}
