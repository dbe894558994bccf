package org.jackblockchain.peer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A map that forgets its oldest entry when it is full: what strangers make us remember must not grow. */
final class Bounded<K, V> {
    private final int limit;
    private final Map<K, V> entries = new LinkedHashMap<>();

    Bounded(int limit) {
        this.limit = limit;
    }

    /** Makes the entry the newest. */
    void put(K key, V value) {
        entries.remove(key);
        entries.put(key, value);
        if (entries.size() > limit)
            entries.remove(entries.keySet().iterator().next());
    }

    Optional<V> get(K key) {
        return Optional.ofNullable(entries.get(key));
    }

    boolean contains(K key) {
        return entries.containsKey(key);
    }

    void remove(K key) {
        entries.remove(key);
    }

    void clear() {
        entries.clear();
    }

    int size() {
        return entries.size();
    }
}
