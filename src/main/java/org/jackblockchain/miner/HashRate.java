package org.jackblockchain.miner;

/** Mean hashes per second over the last 1, 15 and 60 seconds, or over the time since the start if that is shorter. */
public record HashRate(double last1, double last15, double last60) {
    public static final HashRate ZERO = new HashRate(0, 0, 0);

    public HashRate plus(HashRate other) {
        return new HashRate(last1 + other.last1, last15 + other.last15, last60 + other.last60);
    }
}
