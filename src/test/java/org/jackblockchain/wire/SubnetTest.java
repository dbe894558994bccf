package org.jackblockchain.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubnetTest {
    private static final String ONION = "pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscryd.onion";
    private static final String I2P = "udhdrtrcetjm5sxzskjyr5ztpeszydbh4dpl3pl4utgqqw2v4jna.b32.i2p";

    private static Subnet subnet(String text) {
        return Subnet.parse(text).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"10.1.2.3, 10.1.2.3/32", "10.1.2.3/8, 10.0.0.0/8", "10.1.2.3/255.255.254.0, 10.1.2.0/23",
            "0.0.0.0/0, 0.0.0.0/0", "2001:db8::1, 2001:db8::1/128", "2001:4d48:ac57:400::1/19, 2001:4000::/19",
            "[::1], ::1/128", "::ffff:10.0.0.1, 10.0.0.1/32", ONION + ", " + ONION, I2P + ", " + I2P})
    void is_read_and_written_as_people_write_it(String text, String written) {
        assertThat(subnet(text)).hasToString(written);
        assertThat(subnet(written)).isEqualTo(subnet(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/8", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/255.0.255.0", "10.0.0/8",
            "host", "::1/129", "::1/255.0.0.0", "10.0.0.1:80", ONION + "/8",
            "qg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscryd.onion", "aa.onion", "a1.b32.i2p"})
    void anything_else_is_none(String text) {
        assertThat(Subnet.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/8, 10.255.255.255:1, 11.0.0.0:1", "10.1.2.0/23, 10.1.3.255:1, 10.1.4.0:1",
            "10.1.2.3, 10.1.2.3:9, 10.1.2.2:9", "2001:4000::/19, [2001:5fff::]:1, [2001:6000::]:1"})
    void holds_its_last_host_and_not_the_next(String text, String inside, String outside) {
        assertThat(subnet(text).contains(NetAddress.parse(inside).orElseThrow())).isTrue();
        assertThat(subnet(text).contains(NetAddress.parse(outside).orElseThrow())).isFalse();
    }

    @Test
    void one_network_holds_nobody_of_another() {
        assertThat(subnet("0.0.0.0/0").contains(NetAddress.parse("[::1]:1").orElseThrow())).isFalse();
        assertThat(subnet("::/0").contains(NetAddress.parse("1.2.3.4:1").orElseThrow())).isFalse();
    }

    @Test
    void stands_in_cores_order() {
        List<Subnet> sorted = List.of(subnet("127.0.0.0/24"), subnet("127.0.0.0/32"), subnet("192.168.0.1"),
                subnet("2001:4000::/19"), subnet(ONION));
        assertThat(sorted.reversed().stream().sorted()).isEqualTo(sorted);
    }
}
