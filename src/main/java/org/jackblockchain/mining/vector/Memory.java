package org.jackblockchain.mining.vector;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Where a kernel finds things in its {@code int[]}: rows of one int a lane for what the parts hand on, then single
 * ints for what the job decides.
 */
final class Memory {
    /** With the compact headers that the launcher asks for, an array's ints begin 12 bytes behind a multiple of 8. */
    private static final int PAD = 1;
    /** The row of numbers that the lanes add to a batch's first nonce. */
    static final int LANE_ROW = PAD;

    private final int lanes;
    private final Map<Word, Integer> rows = new HashMap<>();
    private final Map<Word, Integer> fixed = new LinkedHashMap<>();
    private final int rowCount;

    Memory(int lanes, List<Part> parts) {
        this.lanes = lanes;
        rowCount = assignRows(parts);
        for (Part part : parts) {
            for (Word word : part.words()) {
                for (Word operand : word.operands()) {
                    if (!operand.varies())
                        fixed.computeIfAbsent(operand, _ -> fixed.size());
                }
            }
        }
    }

    /** A row is free again when the last part that reads it is done. */
    private int assignRows(List<Part> parts) {
        Map<Word, Integer> lastReader = new HashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            for (Word word : parts.get(i).words()) {
                for (Word operand : word.operands())
                    lastReader.put(operand, i);
            }
        }
        Deque<Integer> free = new ArrayDeque<>();
        int count = 1;
        for (int i = 0; i < parts.size(); i++) {
            Set<Word> results = parts.get(i).results();
            for (Word word : parts.get(i).words()) {
                if (results.contains(word))
                    rows.put(word, free.isEmpty() ? count++ : free.pop());
            }
            for (Map.Entry<Word, Integer> row : rows.entrySet()) {
                if (lastReader.getOrDefault(row.getKey(), -1) == i)
                    free.push(row.getValue());
            }
        }
        return count;
    }

    int row(Word word) {
        return Objects.requireNonNull(rows.get(word)) * lanes + PAD;
    }

    /** Where the value of a word stands that the job decides. */
    int fixed(Word word) {
        return firstFixed() + Objects.requireNonNull(fixed.get(word));
    }

    /** Where the bits stand that are zero in each hit's last word. */
    int mask() {
        return firstFixed() + fixed.size();
    }

    int size() {
        return mask() + 1;
    }

    /** The words that the job decides; the first stands at {@link #firstFixed}, the others behind it. */
    List<Word> fixed() {
        return List.copyOf(fixed.keySet());
    }

    int firstFixed() {
        return PAD + rowCount * lanes;
    }
}
