package org.jackblockchain.mempool.fees;

import java.util.OptionalDouble;
import org.jackblockchain.primitives.ByteReader;
import org.jackblockchain.primitives.ByteWriter;

/**
 * How long transactions of each bucket waited, as far as one horizon remembers: averages that fade with each block.
 * After Core's {@code TxConfirmStats}, whose figures it gives.
 */
final class ConfirmationHistory {
    /** Less than this says nothing, and on their way to zero numbers get slow. */
    private static final double FORGOTTEN = 1e-30;

    private final FeeBuckets buckets;
    private final FeeHorizon horizon;
    /** Mined, by bucket. */
    private final double[] mined;
    /** The sum of their rates. */
    private final double[] rates;
    /** Mined within so many periods, less one; by bucket. */
    private final double[][] minedWithin;
    /** Gone unmined after so many periods, less one; by bucket. */
    private final double[][] goneAfter;
    /** In the pool, by the height at which they came, modulo the longest wait; by bucket. */
    private final int[][] waiting;
    /** In the pool for longer than the longest wait. */
    private final int[] waitingLonger;
    /** Nothing is remembered, so nothing fades: a chain that is synced is many blocks. */
    private boolean isBlank = true;

    ConfirmationHistory(FeeBuckets buckets, FeeHorizon horizon) {
        this(buckets, horizon, new double[buckets.size()], new double[buckets.size()],
                new double[horizon.periods()][buckets.size()], new double[horizon.periods()][buckets.size()]);
    }

    private ConfirmationHistory(FeeBuckets buckets, FeeHorizon horizon, double[] mined, double[] rates,
            double[][] minedWithin, double[][] goneAfter) {
        this.buckets = buckets;
        this.horizon = horizon;
        this.mined = mined;
        this.rates = rates;
        this.minedWithin = minedWithin;
        this.goneAfter = goneAfter;
        this.waiting = new int[horizon.longest()][buckets.size()];
        this.waitingLonger = new int[buckets.size()];
    }

    /** @throws org.jackblockchain.primitives.MalformedException when these are not such a history's bytes */
    static ConfirmationHistory read(ByteReader from, FeeBuckets buckets, FeeHorizon horizon) {
        FeeRows.expectHorizon(from, horizon);
        double[] rates = FeeRows.row(from, buckets.size());
        double[] mined = FeeRows.row(from, buckets.size());
        double[][] minedWithin = FeeRows.rows(from, horizon.periods(), buckets.size());
        double[][] goneAfter = FeeRows.rows(from, horizon.periods(), buckets.size());
        var read = new ConfirmationHistory(buckets, horizon, mined, rates, minedWithin, goneAfter);
        read.isBlank = false;
        return read;
    }

    /** All but what waits now. */
    void write(ByteWriter to) {
        FeeRows.writeHorizon(to, horizon);
        FeeRows.write(to, rates);
        FeeRows.write(to, mined);
        FeeRows.write(to, minedWithin);
        FeeRows.write(to, goneAfter);
    }

    // --- What happens ------------------------------------------------------------------------------------------

    void entered(int height, int bucket) {
        waiting[slot(height)][bucket]++;
    }

    /**
     * @param came the height at which it came
     * @param best the height now, before the block that mined it
     */
    void left(int came, int best, int bucket, boolean isMined) {
        int waited = best == 0 ? 0 : best - came;
        if (waited >= waiting.length)
            waitingLonger[bucket] = Math.max(0, waitingLonger[bucket] - 1);
        else
            waiting[slot(came)][bucket] = Math.max(0, waiting[slot(came)][bucket] - 1);
        if (isMined)
            return;
        int periods = Math.min(waited / horizon.scale(), goneAfter.length);
        for (int i = 0; i < periods; i++) {
            goneAfter[i][bucket]++;
            isBlank = false;
        }
    }

    /** A block comes: all memories fade, and those who came as long ago as is told apart are old now. */
    void next(int height) {
        int[] oldest = waiting[slot(height)];
        for (int bucket = 0; bucket < buckets.size(); bucket++) {
            waitingLonger[bucket] += oldest[bucket];
            oldest[bucket] = 0;
        }
        if (isBlank)
            return;
        fade(mined);
        fade(rates);
        for (double[] row : minedWithin)
            fade(row);
        for (double[] row : goneAfter)
            fade(row);
    }

    private void fade(double[] row) {
        for (int i = 0; i < row.length; i++)
            row[i] = row[i] < FORGOTTEN ? 0 : row[i] * horizon.decay();
    }

    /** @param blocks that it took, from 1 */
    void mined(int blocks, int bucket, double rate) {
        int periods = periods(blocks);
        for (int i = periods - 1; i < minedWithin.length; i++)
            minedWithin[i][bucket]++;
        isBlank = false;
        mined[bucket]++;
        rates[bucket] += rate;
    }

    private int slot(int height) {
        return height % waiting.length;
    }

    private int periods(int blocks) {
        return (blocks + horizon.scale() - 1) / horizon.scale();
    }

    // --- What follows ------------------------------------------------------------------------------------------

    /**
     * The lowest rate of which at least this part was mined in time. Buckets are looked at from the highest down,
     * as many together as it takes to say something.
     *
     * @param blocks to wait, from 1 to the horizon's longest
     * @param part from 0 to 1
     * @param best the height now
     */
    RawFee estimate(int blocks, double part, int best) {
        double enough = horizon.enough() / (1 - horizon.decay());
        FeeRange passed = FeeRange.NONE;
        FeeRange failed = FeeRange.NONE;
        OptionalDouble rate = OptionalDouble.empty();
        int last = buckets.size() - 1;
        var tally = new Tally(last);
        double fresh = 0;
        for (int bucket = last; bucket >= 0; bucket--) {
            tally.add(bucket, periods(blocks), waitingFor(blocks, bucket, best));
            fresh += mined[bucket];
            if (fresh < enough)
                continue;
            fresh = 0;
            if (tally.partInTime() >= part) {
                passed = tally.range();
                rate = median(bucket, tally.top);
                failed = FeeRange.NONE;
                tally = new Tally(bucket - 1);
            } else if (!failed.isThere()) {
                failed = tally.range();
            }
        }
        if (!tally.isEmpty() && !failed.isThere())
            failed = tally.range();
        return new RawFee(rate, passed, failed);
    }

    /** On a chain that is shorter than the longest wait some count twice, as they do with Core. */
    private int waitingFor(int blocks, int bucket, int best) {
        int count = waitingLonger[bucket];
        for (int i = blocks; i < waiting.length; i++)
            count += waiting[Integer.remainderUnsigned(best - i, waiting.length)][bucket];
        return count;
    }

    /** The average rate of the bucket in which the middle one of those mined is. */
    private OptionalDouble median(int low, int high) {
        double sum = 0;
        for (int bucket = low; bucket <= high; bucket++)
            sum += mined[bucket];
        double left = sum / 2;
        for (int bucket = low; bucket <= high; bucket++) {
            if (mined[bucket] > 0 && mined[bucket] >= left)
                return OptionalDouble.of(rates[bucket] / mined[bucket]);
            left -= mined[bucket];
        }
        return OptionalDouble.empty();
    }

    /** Buckets that are judged together, from the top down. */
    private final class Tally {
        private final int top;
        private int bottom;
        private double inTime;
        private double all;
        private double gone;
        private int stillHere;

        Tally(int top) {
            this.top = top;
            this.bottom = top + 1;
        }

        void add(int bucket, int periods, int waitingHere) {
            bottom = bucket;
            inTime += minedWithin[periods - 1][bucket];
            all += mined[bucket];
            gone += goneAfter[periods - 1][bucket];
            stillHere += waitingHere;
        }

        boolean isEmpty() {
            return bottom > top;
        }

        double partInTime() {
            return inTime / (all + gone + stillHere);
        }

        FeeRange range() {
            return new FeeRange(buckets.from(bottom), buckets.to(top), inTime, all, stillHere, gone);
        }
    }
}
