package org.jackblockchain.net;

import java.time.Duration;

/**
 * What one connection, and all of them, may cost.
 *
 * @param connectTime how long a call may ring
 * @param frameTime from a frame's first byte to its last: whoever drips slower is cut off
 * @param lingerTime how long a peer may take to read what we still had to say when we hang up
 * @param inboxBytes frames of one peer that wait for the node; its line is not read while there are more. One frame
 *     may always wait, however long
 * @param inboxMessages likewise, as a count: many small messages cost more than their bytes
 * @param outboxBytes messages that wait for one peer to read; a peer that lets more pile up is cut off
 * @param maxInbound calls from outside that are answered at the same time; those beyond are closed unread. A
 *     backstop: whom to keep below that is for the peer room to say
 */
public record NetLimits(Duration connectTime, Duration frameTime, Duration lingerTime, long inboxBytes,
        int inboxMessages, long outboxBytes, int maxInbound) {
    public static final NetLimits DEFAULT = new NetLimits(Duration.ofSeconds(5), Duration.ofMinutes(2),
            Duration.ofSeconds(2), 5_000_000, 1_000, 64_000_000, 500);

    public NetLimits withFrameTime(Duration other) {
        return new NetLimits(connectTime, other, lingerTime, inboxBytes, inboxMessages, outboxBytes, maxInbound);
    }

    public NetLimits withLingerTime(Duration other) {
        return new NetLimits(connectTime, frameTime, other, inboxBytes, inboxMessages, outboxBytes, maxInbound);
    }

    public NetLimits withInbox(long bytes, int messages) {
        return new NetLimits(connectTime, frameTime, lingerTime, bytes, messages, outboxBytes, maxInbound);
    }

    public NetLimits withOutboxBytes(long other) {
        return new NetLimits(connectTime, frameTime, lingerTime, inboxBytes, inboxMessages, other, maxInbound);
    }

    public NetLimits withMaxInbound(int other) {
        return new NetLimits(connectTime, frameTime, lingerTime, inboxBytes, inboxMessages, outboxBytes, other);
    }
}
