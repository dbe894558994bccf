package org.jackblockchain.peer;

import java.time.Instant;

import org.jackblockchain.wire.NetAddress;

/**
 * An entry of the address book.
 *
 * @param services what the node there offers, as it or others said
 * @param lastSeen when it was last known to be there, as we or others saw it
 * @param lastTried when we last called; the epoch if never
 * @param failures calls in a row that failed
 */
public record KnownAddress(NetAddress address, long services, Instant lastSeen, Instant lastTried, int failures) {}
