package org.jackblockchain.mempool.fees;

import org.jackblockchain.primitives.ByteReader;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.MalformedException;

/** Averages as bytes, as in Core's {@code fee_estimates.dat}: each the eight bytes of IEEE 754, the last byte first. */
final class FeeRows {
    private FeeRows() {}

    static void expectHorizon(ByteReader from, FeeHorizon horizon) {
        if (number(from) != horizon.decay())
            throw new MalformedException("Corrupt estimates file. Another decay than " + horizon.decay());
        if (from.u32() != horizon.scale())
            throw new MalformedException("Corrupt estimates file. Another scale than " + horizon.scale());
    }

    static void writeHorizon(ByteWriter to, FeeHorizon horizon) {
        to.i64(Double.doubleToLongBits(horizon.decay())).u32(horizon.scale());
    }

    /** As many numbers as are said to follow. */
    static double[] row(ByteReader from) {
        var row = new double[from.count(Double.BYTES)];
        for (int i = 0; i < row.length; i++)
            row[i] = number(from);
        return row;
    }

    static double[] row(ByteReader from, int expected) {
        double[] row = row(from);
        if (row.length != expected)
            throw new MalformedException("Corrupt estimates file. Mismatch in bucket count");
        return row;
    }

    static double[][] rows(ByteReader from, int expected, int columns) {
        if (from.count(Double.BYTES) != expected)
            throw new MalformedException("Corrupt estimates file. Mismatch in confirms tracked");
        var rows = new double[expected][];
        for (int i = 0; i < expected; i++)
            rows[i] = row(from, columns);
        return rows;
    }

    static void write(ByteWriter to, double[] row) {
        to.compactSize(row.length);
        for (double number : row)
            to.i64(Double.doubleToLongBits(number));
    }

    static void write(ByteWriter to, double[][] rows) {
        to.compactSize(rows.length);
        for (double[] row : rows)
            write(to, row);
    }

    private static double number(ByteReader from) {
        double number = Double.longBitsToDouble(from.i64());
        if (!(number >= 0 && number <= Double.MAX_VALUE))
            throw new MalformedException("Corrupt estimates file. Not a count: " + number);
        return number;
    }
}
