package org.jackblockchain.mempool.fees;

/** How far back is looked. Who remembers long forgets slowly, and tells of long waits. */
public enum FeeHorizon {
    /** Half is forgotten after 18 blocks. */
    SHORT(12, 1, 0.962, 0.5),
    /** Half is forgotten after 144 blocks. */
    MEDIUM(24, 2, 0.9952, 0.1),
    /** Half is forgotten after 1,008 blocks. */
    LONG(42, 24, 0.99931, 0.1);

    private final int periods;
    private final int scale;
    private final double decay;
    private final double enough;

    FeeHorizon(int periods, int scale, double decay, double enough) {
        this.periods = periods;
        this.scale = scale;
        this.decay = decay;
        this.enough = enough;
    }

    /** How many lengths of waits are told apart. */
    int periods() {
        return periods;
    }

    /** How many blocks count as one. */
    public int scale() {
        return scale;
    }

    /** What remains of a memory after one more block. */
    public double decay() {
        return decay;
    }

    /** So many transactions a block say something; fewer are taken together with those of the next lower rates. */
    double enough() {
        return enough;
    }

    /** The longest wait that is told of, in blocks. */
    public int longest() {
        return periods * scale;
    }
}
