package org.jackblockchain.primitives;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Against the vectors of SipHash's authors: key 00 01 … 0f, messages 00, 00 01, 00 01 02… */
class SipHashTest {
    private static final SipHash HASH = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
    private static final byte[] COUNT = new byte[64];

    static {
        for (int i = 0; i < COUNT.length; i++)
            COUNT[i] = (byte) i;
    }

    private static long of(int length) {
        return HASH.of(Arrays.copyOf(COUNT, length));
    }

    @Test
    void gives_what_its_authors_say() {
        assertThat(of(0)).isEqualTo(0x726fdb47dd0e0e31L);
        assertThat(of(1)).isEqualTo(0x74f839c593dc67fdL);
        assertThat(of(7)).isEqualTo(0xab0200f58b01d137L);
        assertThat(of(8)).isEqualTo(0x93f5f5799a932462L);
        assertThat(of(15)).isEqualTo(0xa129ca6149be45e5L);
    }

    @Test
    void a_hash_is_the_32_bytes_that_it_has_on_the_wire() {
        var hash = Wtxid.fromWire(COUNT, 0);

        assertThat(HASH.of(hash)).isEqualTo(of(32)).isEqualTo(0x7127512f72f27cceL);
    }
}
