package org.jackblockchain.mining.vector;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Some consecutive words of a computation that one method computes: the compiler handles several methods of some
 * hundred operations better than one of thousands. What later parts need waits in memory.
 *
 * @param words in the order in which they are computed
 * @param results those that a later part uses
 */
record Part(List<Word> words, Set<Word> results) {
    /** @param words all that vary, operands first; the last one is the result */
    static List<Part> split(List<Word> words, int parts) {
        Map<Word, Integer> lastUse = new HashMap<>();
        for (int i = 0; i < words.size(); i++) {
            for (Word operand : words.get(i).operands())
                lastUse.put(operand, i);
        }
        List<Part> split = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            int from = words.size() * i / parts;
            int to = words.size() * (i + 1) / parts;
            Set<Word> results = new HashSet<>();
            for (Word word : words.subList(from, to)) {
                if (lastUse.getOrDefault(word, -1) >= to)
                    results.add(word);
            }
            split.add(new Part(words.subList(from, to), results));
        }
        return split;
    }
}
