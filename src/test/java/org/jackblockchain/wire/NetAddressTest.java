package org.jackblockchain.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.wire.NetAddress.Network;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetAddressTest {
    @ParameterizedTest
    @CsvSource({"127.0.0.1:5100, 127.0.0.1:5100", "[::1]:5100, [::1]:5100", "0.0.0.0:0, 0.0.0.0:0",
            "255.255.255.255:65535, 255.255.255.255:65535", "[::]:1, [::]:1", "[1::]:1, [1::]:1",
            "[2001:DB8:0:0:1:0:0:1]:1, [2001:db8::1:0:0:1]:1", "[0:0:1:0:0:0:1:0]:1, [0:0:1::1:0]:1",
            "[1:0:2:3:4:5:6:7]:1, [1:0:2:3:4:5:6:7]:1", "[1:2:3:4:5:6:7::]:1, [1:2:3:4:5:6:7:0]:1",
            "[::ffff:1.2.3.4]:5, 1.2.3.4:5", "[64:ff9b::1.2.3.4]:5, [64:ff9b::102:304]:5"})
    void reads_numbers_and_writes_them_in_their_shortest_form(String text, String shortest) {
        var address = NetAddress.parse(text).orElseThrow();
        assertThat(address).hasToString(shortest);
        assertThat(NetAddress.parse(shortest)).contains(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:+1",
            "127.0.0:1", "127.0.0.1.1:1", "256.0.0.1:1", "127.0.0.01:1", "127.0.0.:1", "localhost:1", "::1:5100",
            "[::1]", "[::1]5100", "[]:1", "[:]:1", "[:::]:1", "[1::2::3]:1", "[1:2:3:4:5:6:7]:1",
            "[1:2:3:4:5:6:7:8:9]:1", "[1:2:3:4::5:6:7:8]:1", "[12345::]:1", "[g::]:1", "[::1%eth0]:1", "[::1.2.3]:1",
            "[1.2.3.4::]:1", "[127.0.0.1]:1", "\u0661.0.0.1:1", " 127.0.0.1:1"})
    void anything_else_is_not_an_address(String text) {
        assertThat(NetAddress.parse(text)).isEmpty();
    }

    @Test
    void other_networks_are_written_as_their_users_write_them() {
        var key = Bytes.ofHex("53cd5648488c4707914182655b7664034e09e66f7e8cbf1084e654eb56c5bd88");
        assertThat(new NetAddress(Network.TORV3.id(), key, 8333, 0, 0))
                .hasToString("kpgvmscirrdqpekbqjsvw5teanhatztpp2gl6eee4zkowvwfxwenqaid.onion:8333");
        var i2p = Bytes.ofHex("a2894dabaec08c0051a481a6dac88b64f98232ae42d4b6fd2fa81952dfe36a87");
        assertThat(new NetAddress(Network.I2P.id(), i2p, 0, 0, 0))
                .hasToString("ukeu3k5oycgaauneqgtnvselmt4yemvoilkln7jpvamvfx7dnkdq.b32.i2p:0");
        var cjdns = Bytes.ofHex("fc000001000200030004000500060007");
        assertThat(new NetAddress(Network.CJDNS.id(), cjdns, 1, 0, 0)).hasToString("[fc00:1:2:3:4:5:6:7]:1");
    }

    @ParameterizedTest
    @CsvSource({"1, 3", "1, 5", "2, 4", "4, 31", "5, 33", "6, 15", "99, 513"})
    void a_host_has_its_networks_length(int network, int length) {
        var host = Bytes.of(new byte[length]);
        assertThatThrownBy(() -> new NetAddress(network, host, 1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_network_from_the_future_is_kept_but_not_valid() {
        var address = new NetAddress(99, Bytes.of(new byte[512]), 1, 0, 0);
        assertThat(address.network()).isEqualTo(Network.UNKNOWN);
        assertThat(address.isValid()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8:1", "172.15.0.1:1", "172.32.0.1:1", "100.63.0.1:1", "100.128.0.1:1", "11.0.0.0:1",
            "[2001:4860::1]:1", "[2001::1]:1", "[fe80:0:0:1::1]:1", "198.17.255.255:1", "198.20.0.0:1"})
    void strangers_can_reach_the_public(String text) {
        assertThat(NetAddress.parse(text).orElseThrow().isRoutable()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1:1", "192.168.0.1:1", "172.16.0.1:1", "172.31.255.255:1", "169.254.0.1:1",
            "100.64.0.1:1", "100.127.0.1:1", "192.0.2.1:1", "198.51.100.1:1", "203.0.113.1:1", "198.18.0.1:1",
            "198.19.255.255:1", "127.0.0.1:1", "[::1]:1", "[fe80::1]:1", "[fc00::1]:1", "[fdff::1]:1",
            "[2001:10::1]:1", "[2001:2f::1]:1"})
    void strangers_cannot_reach_the_private(String text) {
        var address = NetAddress.parse(text).orElseThrow();
        assertThat(address.isValid()).isTrue();
        assertThat(address.isRoutable()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:1", "255.255.255.255:1", "[::]:1", "[2001:db8::1]:1", "[fd87:d87e:eb43::1]:1"})
    void some_addresses_name_no_host(String text) {
        assertThat(NetAddress.parse(text).orElseThrow().isValid()).isFalse();
    }

    @Test
    void loopback_is_local_and_nothing_else() {
        assertThat(NetAddress.parse("127.5.5.5:1").orElseThrow().isLocal()).isTrue();
        assertThat(NetAddress.parse("[::1]:1").orElseThrow().isLocal()).isTrue();
        assertThat(NetAddress.parse("128.0.0.1:1").orElseThrow().isLocal()).isFalse();
        assertThat(NetAddress.parse("[::2]:1").orElseThrow().isLocal()).isFalse();
    }

    @Test
    void an_endpoint_is_the_place_alone() {
        var address = NetAddress.parse("1.2.3.4:5").orElseThrow();
        assertThat(address.withServices(9).withTime(7).endpoint()).isEqualTo(address);
    }
}
