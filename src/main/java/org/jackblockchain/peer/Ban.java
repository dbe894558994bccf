package org.jackblockchain.peer;

import java.time.Instant;

import org.jackblockchain.wire.Subnet;

/** Hosts that the operator wants nothing to do with, until a time. */
public record Ban(Subnet subnet, Instant created, Instant until) {
    boolean holds(Instant now) {
        return now.isBefore(until);
    }
}
