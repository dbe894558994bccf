package org.jackblockchain.mempool;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * What a miner earns with so much room, if it takes the best groups of transactions first: a line of straight pieces,
 * each less steep than the one before it.
 */
final class FeeDiagram {
    /** A group that is mined together, or a point of the line. */
    record Chunk(long fee, long size) {
        Chunk plus(Chunk other) {
            return new Chunk(fee + other.fee, size + other.size);
        }

        Chunk minus(Chunk other) {
            return new Chunk(fee - other.fee, size - other.size);
        }

        boolean paysBetterThan(Chunk other) {
            return compareRates(this, other) > 0;
        }
    }

    private final List<Chunk> points = new ArrayList<>();

    FeeDiagram(List<Chunk> chunks) {
        var sorted = new ArrayList<>(chunks);
        sorted.sort(Comparator.comparing((Chunk chunk) -> chunk, FeeDiagram::compareRates).reversed());
        var sum = new Chunk(0, 0);
        points.add(sum);
        for (Chunk chunk : sorted) {
            sum = sum.plus(chunk);
            points.add(sum);
        }
    }

    static int compareRates(Chunk one, Chunk other) {
        return BigInteger.valueOf(one.fee).multiply(BigInteger.valueOf(other.size))
                .compareTo(BigInteger.valueOf(other.fee).multiply(BigInteger.valueOf(one.size)));
    }

    /** Whether it is nowhere below the other, and somewhere above it. */
    boolean isBetterThan(FeeDiagram other) {
        var sizes = new TreeSet<Long>();
        points.forEach(point -> sizes.add(point.size));
        other.points.forEach(point -> sizes.add(point.size));
        boolean above = false;
        for (long size : sizes) {
            int order = compareAt(size, other);
            if (order < 0)
                return false;
            above |= order > 0;
        }
        return above;
    }

    private int compareAt(long size, FeeDiagram other) {
        BigInteger[] ours = at(size);
        BigInteger[] theirs = other.at(size);
        return ours[0].multiply(theirs[1]).compareTo(theirs[0].multiply(ours[1]));
    }

    /** The fee for so much room, as numerator and denominator. */
    private BigInteger[] at(long size) {
        for (int i = 1; i < points.size(); i++) {
            Chunk end = points.get(i);
            if (size <= end.size) {
                Chunk begin = points.get(i - 1);
                Chunk piece = end.minus(begin);
                BigInteger width = BigInteger.valueOf(piece.size);
                BigInteger fee = BigInteger.valueOf(begin.fee).multiply(width)
                        .add(BigInteger.valueOf(piece.fee).multiply(BigInteger.valueOf(size - begin.size)));
                return new BigInteger[]{fee, width};
            }
        }
        return new BigInteger[]{BigInteger.valueOf(points.getLast().fee), BigInteger.ONE};
    }
}
