package org.jackblockchain.primitives;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Ripemd160Test {
    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** From the paper of its authors. */
    @ParameterizedTest
    @CsvSource({"'', 9c1185a5c5e9fc54612808977ee8f548b2258d31", "a, 0bdc9d2d256b3ee9daae347be6f4dc835a467ffe",
            "abc, 8eb208f7e05d987a9b044a8e98c6b087f15a0bfc", "message digest, 5d0689ef49d2fae572b881b123a85ffa21595f36",
            "abcdefghijklmnopqrstuvwxyz, f71c27109c692c1b56bbdceb5b9d2865b3708dbc",
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq, 12a053384a9c0c88e405a06c27dcf49ada62eb2b",
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789, b0e20b6e3116640286ed3a87a5713079b21f5189"})
    void published_digests(String text, String digest) {
        assertThat(Hex.of(Ripemd160.of(ascii(text)))).isEqualTo(digest);
    }

    @Test
    void longer_texts() {
        assertThat(Hex.of(Ripemd160.of(ascii("1234567890".repeat(8)))))
                .isEqualTo("9b752e45573d4b39f4dbd3323cab82bf63326bfb");
        assertThat(Hex.of(Ripemd160.of(ascii("a".repeat(1_000_000)))))
                .isEqualTo("52783243c1697bdbe16d37f97f68f08325dc1528");
    }

    @Test
    void of_a_sha_256() {
        byte[] key = Hex.parse("0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");
        assertThat(Hex.of(Hash160.of(key))).isEqualTo("751e76e8199196d454941c45d1b3a323f1433bd6");
        assertThat(Hex.of(Sha1.of(ascii("abc")))).isEqualTo("a9993e364706816aba3e25717850c26c9cd0d89d");
    }
}
