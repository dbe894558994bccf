package org.jackblockchain.mempool.fees;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jackblockchain.mempool.FeeRate;
import org.jackblockchain.primitives.ByteReader;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.MalformedException;
import org.jackblockchain.primitives.Txid;

/**
 * Learns from what the memory pool sees how long a transaction waits for a block, by its fee rate, and says what to
 * pay therefore: the lowest rate of which nearly all were mined in time. After Core's {@code CBlockPolicyEstimator}: it
 * gives the same answers, and its memory is the same file.
 *
 * <p>Not thread-safe. What it holds of waiting transactions is bounded by the pool.
 */
public final class FeeEstimator {
    /** Memories that are older say nothing, in blocks. */
    private static final int OLDEST = 6 * 1_008;
    private static final double HALF_TIME_PART = 0.6;
    private static final double PART = 0.85;
    private static final double DOUBLE_TIME_PART = 0.95;
    /** Nobody can say what makes it into the very next block. */
    private static final int SHORTEST = 2;
    private static final int FILE_VERSION = 149_900;
    private static final List<FeeHorizon> IN_FILE = List.of(FeeHorizon.MEDIUM, FeeHorizon.SHORT, FeeHorizon.LONG);

    /**
     * One that waits.
     *
     * @param height of the tip when it came
     */
    private record Waiting(int height, int bucket) {}

    /**
     * One that a block took from the pool.
     *
     * @param height of the tip when it had come
     */
    public record Mined(Txid txid, int height, FeeRate rate) {}

    private final FeeBuckets buckets;
    /** Made when they are needed: they take a megabyte, and in a simulation most nodes see no transaction. */
    private final Map<FeeHorizon, ConfirmationHistory> histories = new EnumMap<>(FeeHorizon.class);
    private final Map<Txid, Waiting> waiting = new HashMap<>();
    private int best;
    private int firstSeen;
    private final int rememberedFirst;
    private final int rememberedBest;

    /** One that knows nothing yet. */
    public FeeEstimator() {
        buckets = FeeBuckets.USUAL;
        rememberedFirst = 0;
        rememberedBest = 0;
    }

    /**
     * One that goes on from a {@link #memory}.
     *
     * @throws MalformedException when it is none, with what is wrong
     */
    public FeeEstimator(Bytes memory) {
        var from = new ByteReader(memory.toArray());
        int version = from.i32();
        if (version != FILE_VERSION)
            throw new MalformedException("File version (%d) cannot be read".formatted(version));
        var _ = from.i32();
        best = height(from);
        rememberedFirst = height(from);
        rememberedBest = height(from);
        if (rememberedFirst > rememberedBest || rememberedBest > best) {
            throw new MalformedException(
                    "Corrupt estimates file. Historical block range for estimates is invalid");
        }
        buckets = FeeBuckets.of(FeeRows.row(from));
        for (FeeHorizon horizon : IN_FILE)
            histories.put(horizon, ConfirmationHistory.read(from, buckets, horizon));
    }

    private static int height(ByteReader from) {
        long height = from.u32();
        if (height > Integer.MAX_VALUE)
            throw new MalformedException("Corrupt estimates file. No such height: " + height);
        return (int) height;
    }

    /** All that it learned, without what waits; Core reads it, and writes the same. */
    public Bytes memory() {
        boolean fresh = span() > rememberedSpan() / 2;
        var to = new ByteWriter().i32(FILE_VERSION).i32(0).u32(best).u32(fresh ? firstSeen : rememberedFirst)
                .u32(fresh ? best : rememberedBest);
        FeeRows.write(to, buckets.bounds());
        for (FeeHorizon horizon : IN_FILE)
            history(horizon).write(to);
        return to.toBytes();
    }

    // --- What happens ------------------------------------------------------------------------------------------

    /** A transaction came to the pool by its own merit, upon this tip. */
    public void entered(Txid txid, int height, FeeRate rate) {
        if (waiting.containsKey(txid) || height != best)
            return;
        int bucket = buckets.of((double) rate.perKilobyte());
        waiting.put(txid, new Waiting(height, bucket));
        for (FeeHorizon horizon : FeeHorizon.values())
            history(horizon).entered(height, bucket);
    }

    /** It left the pool, and no block had it. */
    public void left(Txid txid) {
        forget(txid, false);
    }

    private boolean forget(Txid txid, boolean isMined) {
        Waiting known = waiting.remove(txid);
        if (known == null)
            return false;
        histories.values().forEach(history -> history.left(known.height(), best, known.bucket(), isMined));
        return true;
    }

    /** A block was connected. One that is no higher than those before belongs to a fork, and teaches nothing. */
    public void onBlock(int height, List<Mined> mined) {
        if (height <= best)
            return;
        best = height;
        histories.values().forEach(history -> history.next(height));
        boolean counted = false;
        for (Mined one : mined) {
            int blocks = height - one.height();
            if (!forget(one.txid(), true) || blocks <= 0)
                continue;
            double rate = (double) one.rate().perKilobyte();
            histories.values().forEach(history -> history.mined(blocks, buckets.of(rate), rate));
            counted = true;
        }
        if (firstSeen == 0 && counted)
            firstSeen = best;
    }

    /** The node stops: what waits was not mined in the time that it waited. */
    public void forgetWaiting() {
        List.copyOf(waiting.keySet()).forEach(this::left);
    }

    // --- What follows ------------------------------------------------------------------------------------------

    /**
     * What to pay to be mined in time.
     *
     * @param blocks to wait, 1 to the longest of {@link FeeHorizon#LONG}
     * @param conservative whether a fall of the last hours is not trusted yet
     */
    public SmartFee smart(int blocks, boolean conservative) {
        int target = Math.min(Math.max(blocks, SHORTEST), longestKnown());
        if (target < SHORTEST)
            return new SmartFee(Optional.empty(), target);
        double rate = combined(target / 2, HALF_TIME_PART, true);
        rate = Math.max(rate, combined(target, PART, true));
        rate = Math.max(rate, combined(2 * target, DOUBLE_TIME_PART, !conservative));
        if (conservative || rate < 0)
            rate = Math.max(rate, conservative(2 * target));
        return new SmartFee(rate(rate), target);
    }

    /** The answer of one horizon, for a wait that it tells of. */
    public RawFee raw(int blocks, double part, FeeHorizon horizon) {
        return history(horizon).estimate(blocks, part, best);
    }

    private static Optional<FeeRate> rate(double found) {
        long rounded = Math.round(found);
        return rounded > 0 ? Optional.of(new FeeRate(rounded)) : Optional.empty();
    }

    /** By the horizon that forgets fastest of those that tell of such waits; the unknown is below all rates. */
    private double combined(int blocks, double part, boolean shorterToo) {
        if (blocks < 1 || blocks > FeeHorizon.LONG.longest())
            return -1;
        FeeHorizon horizon = blocks <= FeeHorizon.SHORT.longest()
                ? FeeHorizon.SHORT
                : blocks <= FeeHorizon.MEDIUM.longest() ? FeeHorizon.MEDIUM : FeeHorizon.LONG;
        double rate = known(horizon, blocks, part);
        if (!shorterToo)
            return rate;
        for (FeeHorizon shorter : List.of(FeeHorizon.MEDIUM, FeeHorizon.SHORT)) {
            if (blocks <= shorter.longest())
                continue;
            double lower = known(shorter, shorter.longest(), part);
            if (lower > 0 && (rate < 0 || lower < rate))
                rate = lower;
        }
        return rate;
    }

    /** By all horizons that forget more slowly than the one that is asked first. */
    private double conservative(int blocks) {
        double rate = -1;
        if (blocks <= FeeHorizon.SHORT.longest())
            rate = known(FeeHorizon.MEDIUM, blocks, DOUBLE_TIME_PART);
        if (blocks <= FeeHorizon.MEDIUM.longest())
            rate = Math.max(rate, known(FeeHorizon.LONG, blocks, DOUBLE_TIME_PART));
        return rate;
    }

    private double known(FeeHorizon horizon, int blocks, double part) {
        OptionalDouble rate = raw(blocks, part, horizon).rate();
        return rate.orElse(-1);
    }

    private ConfirmationHistory history(FeeHorizon horizon) {
        return histories.computeIfAbsent(horizon, _ -> new ConfirmationHistory(buckets, horizon));
    }

    /** Half of what was seen, so that a wait of that length could also have been seen to fail. */
    private int longestKnown() {
        return Math.min(FeeHorizon.LONG.longest(), Math.max(span(), rememberedSpan()) / 2);
    }

    private int span() {
        return firstSeen == 0 ? 0 : best - firstSeen;
    }

    private int rememberedSpan() {
        return rememberedFirst == 0 || best - rememberedBest > OLDEST ? 0 : rememberedBest - rememberedFirst;
    }
}
