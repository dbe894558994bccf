package org.jackblockchain.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoolAddressTest {
    @Test
    void has_a_scheme_a_host_and_a_port() {
        assertThat(PoolAddress.parse("stratum+tcp://pool.example:3333"))
                .contains(new PoolAddress(false, "pool.example", 3333));
        assertThat(PoolAddress.parse("stratum+ssl://[2001:db8::1]:443/"))
                .contains(new PoolAddress(true, "2001:db8::1", 443));
    }

    @ParameterizedTest
    @ValueSource(strings = {"stratum+tcp://pool.example:3333", "stratum+ssl://[2001:db8::1]:443"})
    void is_written_as_it_is_read(String text) {
        assertThat(PoolAddress.parse(text).orElseThrow()).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "pool.example:3333", "http://pool.example:3333", "stratum+tcp://pool.example",
            "stratum+tcp://:3333", "stratum+tcp://pool.example:0", "stratum+tcp://pool.example:65536",
            "stratum+tcp://user@pool.example:3333", "stratum+tcp://pool.example:3333/path", "stratum+tcp://a b:1"})
    void what_is_none_is_refused(String text) {
        assertThat(PoolAddress.parse(text)).isEmpty();
    }
}
