package org.jackblockchain.stratum;

import java.time.Duration;

/**
 * What workers may cost.
 *
 * @param maxConnections those beyond are closed unread
 * @param maxPerAddress likewise from one address; a farm behind one router counts as one
 * @param handshakeTime until a connection has a worker that may mine
 * @param silence without a word from a worker before it is taken for dead; its difficulty falls until it has a share
 *     every few seconds, so one that lives is never silent for so long
 * @param maxLineBytes the longest request; no method of Stratum needs a quarter of it
 * @param maxUnsentBytes what waits for a worker to read it; one that lets more pile up is cut off
 * @param burst requests that may come at once, and
 * @param requestsPerSecond that may come in the long run; who exceeds them floods and is banned
 * @param maxBadness of a connection before it is banned, see {@link Conduct}
 * @param firstBan how long an address stays out; each further ban lasts twice as long, up to
 * @param longestBan after which it is also forgotten
 */
public record StratumLimits(int maxConnections, int maxPerAddress, Duration handshakeTime, Duration silence,
        int maxLineBytes, int maxUnsentBytes, int burst, int requestsPerSecond, int maxBadness, Duration firstBan,
        Duration longestBan) {
    public static final StratumLimits DEFAULT = new StratumLimits(2_048, 1_024, Duration.ofSeconds(30),
            Duration.ofMinutes(10), 4_096, 256 * 1_024, 500, 40, 100, Duration.ofSeconds(30),
            Duration.ofMinutes(10));

    StratumLimits withConnections(int most, int perAddress) {
        return new StratumLimits(most, perAddress, handshakeTime, silence, maxLineBytes, maxUnsentBytes, burst,
                requestsPerSecond, maxBadness, firstBan, longestBan);
    }

    StratumLimits withPatience(Duration handshake, Duration quiet) {
        return new StratumLimits(maxConnections, maxPerAddress, handshake, quiet, maxLineBytes, maxUnsentBytes, burst,
                requestsPerSecond, maxBadness, firstBan, longestBan);
    }

    StratumLimits withUnsentBytes(int most) {
        return new StratumLimits(maxConnections, maxPerAddress, handshakeTime, silence, maxLineBytes, most, burst,
                requestsPerSecond, maxBadness, firstBan, longestBan);
    }
}
