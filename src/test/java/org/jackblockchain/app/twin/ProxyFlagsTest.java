package org.jackblockchain.app.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.jackblockchain.app.Proxies;
import org.junit.jupiter.api.Test;

class ProxyFlagsTest {
    private static Proxies read(String... line) {
        return ProxyFlags.read(Arguments.parse(List.of(line)));
    }

    @Test
    void one_proxy_is_for_all_networks_but_those_that_have_their_own() {
        Proxies proxies = read("-proxy=127.0.0.1", "-i2psam=127.0.0.1", "-onion=[::1]:9");

        assertThat(proxies.peers()).hasValue(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9050));
        assertThat(proxies.byNetwork()).isEqualTo(Map.of("ipv4", "127.0.0.1:9050", "ipv6", "127.0.0.1:9050", "cjdns",
                "127.0.0.1:9050", "onion", "[0:0:0:0:0:0:0:1]:9", "i2p", "127.0.0.1:7656"));
    }

    @Test
    void none_is_wished_for_by_silence_or_by_a_word() {
        for (List<String> line : List.of(List.<String>of(), List.of("-proxy=0"), List.of("-noproxy"),
                List.of("-proxy=127.0.0.1", "-noproxy")))
            assertThat(read(line.toArray(new String[0]))).as(line.toString()).isEqualTo(Proxies.NONE);
        assertThat(read("-proxy=127.0.0.1", "-noonion").byNetwork()).doesNotContainKey("onion");
    }

    @Test
    void what_is_no_place_is_refused_in_cores_words() {
        assertThatThrownBy(() -> read("-proxy=127.0.0.1:0")).isInstanceOf(StartError.class)
                .hasMessage("Invalid port specified in -proxy: '127.0.0.1:0'");
        assertThatThrownBy(() -> read("-onion=no place")).isInstanceOf(StartError.class)
                .hasMessage("Invalid -onion address or hostname: 'no place'");
    }
}
