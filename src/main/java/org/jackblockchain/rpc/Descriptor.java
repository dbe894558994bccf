package org.jackblockchain.rpc;

/** The checksum of output descriptors (BIP380). */
final class Descriptor {
    private static final String CHARACTERS = "0123456789()[],'/*abcdefgh@:$%{}"
            + "IJKLMNOPQRSTUVWXYZ&+-.;<=>?!^_|~" + "ijklmnopqrstuvwxyzABCDEFGH`#\"\\ ";
    private static final String CHECKSUM_CHARACTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final long[] GENERATOR = {0xf5dee51989L, 0xa9fdca3312L, 0x1bab10e32dL, 0x3706b1677aL,
            0x644d626ffdL};
    private static final int CHECKSUM_LENGTH = 8;
    private static final long LOW_35_BITS = (1L << 35) - 1;

    private Descriptor() {}

    /** @throws IllegalArgumentException for a character that no descriptor has */
    static String withChecksum(String descriptor) {
        long sum = 1;
        int groups = 0;
        for (int i = 0; i < descriptor.length(); i++) {
            int position = CHARACTERS.indexOf(descriptor.charAt(i));
            if (position < 0)
                throw new IllegalArgumentException("no descriptor: " + descriptor);
            sum = step(sum, position & 31);
            groups = groups * 3 + (position >> 5);
            if (i % 3 == 2) {
                sum = step(sum, groups);
                groups = 0;
            }
        }
        if (descriptor.length() % 3 != 0)
            sum = step(sum, groups);
        for (int i = 0; i < CHECKSUM_LENGTH; i++)
            sum = step(sum, 0);
        sum ^= 1;
        var text = new StringBuilder(descriptor).append('#');
        for (int i = CHECKSUM_LENGTH - 1; i >= 0; i--)
            text.append(CHECKSUM_CHARACTERS.charAt((int) (sum >> (5 * i)) & 31));
        return text.toString();
    }

    private static long step(long sum, int value) {
        int top = (int) (sum >>> 35);
        long next = ((sum & LOW_35_BITS) << 5) ^ value;
        for (int i = 0; i < GENERATOR.length; i++) {
            if (((top >> i) & 1) != 0)
                next ^= GENERATOR[i];
        }
        return next;
    }
}
