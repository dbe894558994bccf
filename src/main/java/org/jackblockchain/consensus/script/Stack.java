package org.jackblockchain.consensus.script;

import java.util.Arrays;

/**
 * Items of a running script. They are shared, never changed: a copy of an item costs nothing. Depths count from 1, the
 * top. Nothing here checks that an item is there; {@link #require} does.
 */
final class Stack {
    static final byte[] FALSE = {};
    static final byte[] TRUE = {1};

    private byte[][] items = new byte[16][];
    private int size;

    int size() {
        return size;
    }

    /** @throws ScriptFailure unless there are so many items */
    void require(int count) {
        if (size < count)
            throw new ScriptFailure(ScriptError.INVALID_STACK_OPERATION);
    }

    byte[] at(int depth) {
        return items[size - depth];
    }

    void push(byte[] item) {
        if (size == items.length)
            items = Arrays.copyOf(items, 2 * size);
        items[size++] = item;
    }

    void push(boolean value) {
        push(value ? TRUE : FALSE);
    }

    byte[] pop() {
        return items[--size];
    }

    void drop(int count) {
        size -= count;
    }

    /** Copies an item onto the top. */
    void copy(int depth) {
        push(at(depth));
    }

    /** Moves an item to the top. */
    void raise(int depth) {
        byte[] item = at(depth);
        remove(depth);
        push(item);
    }

    void remove(int depth) {
        int place = size - depth;
        System.arraycopy(items, place + 1, items, place, depth - 1);
        size--;
    }

    /** Copies the top below the item under it. */
    void tuck() {
        push(at(1));
        items[size - 2] = items[size - 3];
        items[size - 3] = items[size - 1];
    }

    Stack copy() {
        var copy = new Stack();
        copy.items = Arrays.copyOf(items, items.length);
        copy.size = size;
        return copy;
    }

    /** Whether an item counts as true: any bit but the sign of a zero. */
    static boolean isTrue(byte[] item) {
        for (int i = 0; i < item.length; i++) {
            if (item[i] != 0)
                return i < item.length - 1 || item[i] != (byte) 0x80;
        }
        return false;
    }
}
