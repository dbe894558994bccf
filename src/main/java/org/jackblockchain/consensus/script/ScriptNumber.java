package org.jackblockchain.consensus.script;

/** Numbers as items on the stack: little-endian, the sign in the top bit, zero as no bytes. */
final class ScriptNumber {
    /** What arithmetic takes. Its results may be longer. */
    static final int MAX_BYTES = 4;
    /** What lock times take, so that they reach beyond 2038. */
    static final int MAX_LOCK_BYTES = 5;

    private ScriptNumber() {}

    /** @throws ScriptFailure if there are too many bytes, or more than needed where the shortest form is required */
    static long of(byte[] item, boolean minimal, int maxBytes) {
        if (item.length > maxBytes || (minimal && !isMinimal(item)))
            throw new ScriptFailure(ScriptError.UNKNOWN_ERROR);
        return value(item);
    }

    /** A last byte without bits of the number is only needed for the sign. */
    static boolean isMinimal(byte[] item) {
        int last = item.length - 1;
        return last < 0 || (item[last] & 0x7f) != 0 || (last > 0 && (item[last - 1] & 0x80) != 0);
    }

    /** Of at most eight bytes. */
    static long value(byte[] item) {
        if (item.length == 0)
            return 0;
        long magnitude = 0;
        for (int i = item.length - 1; i >= 0; i--)
            magnitude = magnitude << Byte.SIZE | (item[i] & 0xff);
        long sign = 0x80L << (Byte.SIZE * (item.length - 1));
        return (magnitude & sign) == 0 ? magnitude : -(magnitude & ~sign);
    }

    static byte[] bytes(long number) {
        long magnitude = Math.abs(number);
        int bits = Long.SIZE - Long.numberOfLeadingZeros(magnitude);
        byte[] item = new byte[number == 0 ? 0 : bits / Byte.SIZE + 1];
        for (int i = 0; i < item.length; i++)
            item[i] = (byte) (magnitude >>> (Byte.SIZE * i));
        if (number < 0)
            item[item.length - 1] |= (byte) 0x80;
        return item;
    }
}
