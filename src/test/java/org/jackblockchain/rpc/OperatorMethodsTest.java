package org.jackblockchain.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jackblockchain.node.Event;
import org.jackblockchain.peer.Direction;
import org.jackblockchain.peer.PeerEvent;
import org.jackblockchain.wire.NetAddress;
import org.junit.jupiter.api.Test;

class OperatorMethodsTest {
    private static final String HELP = "setban \"subnet\" \"command\" ( bantime absolute )";

    private final LocalNode node = new LocalNode();
    private final Rpc rpc = new Rpc(node);

    private void connect(long id, String place) {
        node.post(new Event.Network(new PeerEvent.Connected(id, NetAddress.parse(place).orElseThrow(),
                Direction.INBOUND)));
    }

    private List<Long> left() {
        return node.dropped();
    }

    private List<String> banned() throws Exception {
        return rpc.result("listbanned", "").valueStream().map(ban -> ban.path("address").textValue()).toList();
    }

    @Test
    void a_ban_drops_who_is_there_and_keeps_out_who_comes() throws Exception {
        connect(1, "10.0.0.255:5");
        connect(2, "10.0.1.0:5");

        rpc.result("setban", "'10.0.0.0/24', 'add', 60");
        assertThat(left()).containsExactly(1L);
        connect(3, "10.0.0.7:5");
        connect(4, "10.0.2.0:5");

        assertThat(left()).containsExactly(1L, 3L);
        JsonNode ban = rpc.result("listbanned", "").path(0);
        long now = LocalNode.NOW.getEpochSecond();
        assertThat(ban.path("address").textValue()).isEqualTo("10.0.0.0/24");
        assertThat(ban.path("ban_created").longValue()).isEqualTo(now);
        assertThat(ban.path("banned_until").longValue()).isEqualTo(now + 60);
        assertThat(ban.path("time_remaining").longValue()).isEqualTo(60);
    }

    @Test
    void a_ban_holds_until_its_last_second_and_no_longer() throws Exception {
        rpc.result("setban", "'10.0.0.1', 'add', " + (LocalNode.NOW.getEpochSecond() + 60) + ", true");
        rpc.result("setban", "'10.0.0.2', 'add'");

        node.setTime(Optional.of(at(59)));
        connect(1, "10.0.0.1:5");
        assertThat(left()).containsExactly(1L);
        assertThat(banned()).containsExactly("10.0.0.1/32", "10.0.0.2/32");

        node.setTime(Optional.of(at(60)));
        connect(2, "10.0.0.1:5");
        assertThat(left()).containsExactly(1L);
        assertThat(banned()).containsExactly("10.0.0.2/32");
        node.setTime(Optional.of(at(24 * 60 * 60)));
        assertThat(banned()).isEmpty();
    }

    private static Instant at(long seconds) {
        return LocalNode.NOW.plusSeconds(seconds);
    }

    @Test
    void what_is_banned_already_or_was_never_is_refused_in_cores_words() throws Exception {
        rpc.result("setban", "'10.0.0.0/24', 'add'");
        rpc.result("setban", "'10.0.0.0/25', 'add'");

        assertThat(rpc.error("setban", "'10.0.0.1', 'add'")).isEqualTo("-23 Error: IP/Subnet already banned");
        assertThat(rpc.error("setban", "'10.0.0.0/24', 'add'")).isEqualTo("-23 Error: IP/Subnet already banned");
        assertThat(rpc.error("setban", "'10.0.0.1/42', 'add'")).isEqualTo("-30 Error: Invalid IP/Subnet");
        assertThat(rpc.error("setban", "'10.0.0.1', 'remove'")).startsWith("-30 Error: Unban failed.");
        assertThat(rpc.error("setban", "'10.9.0.1', 'add', 123, true"))
                .isEqualTo("-8 Error: Absolute timestamp is in the past");
        assertThat(rpc.error("setban", "'10.9.0.1', 'forgive'")).startsWith("-1 " + HELP);

        rpc.result("setban", "'10.0.0.0/24', 'remove'");
        assertThat(banned()).containsExactly("10.0.0.0/25");
        rpc.result("clearbanned", "");
        assertThat(banned()).isEmpty();
    }

    @Test
    void a_network_that_is_off_takes_no_calls_until_it_is_on() throws Exception {
        connect(1, "10.0.0.1:5");

        assertThat(rpc.result("setnetworkactive", "false").booleanValue()).isFalse();
        assertThat(rpc.result("getnetworkinfo", "").path("networkactive").booleanValue()).isFalse();
        connect(2, "10.0.0.2:5");
        assertThat(left()).containsExactly(1L, 2L);

        assertThat(rpc.result("setnetworkactive", "true").booleanValue()).isTrue();
        connect(3, "10.0.0.3:5");
        assertThat(left()).containsExactly(1L, 2L);
    }

    @Test
    void a_peer_that_was_asked_for_is_told_of() throws Exception {
        assertThat(rpc.result("getaddednodeinfo", "")).isEmpty();
        rpc.result("addnode", "'10.0.0.1:7', 'add'");
        rpc.result("addnode", "'10.0.0.2', 'add'");

        JsonNode added = rpc.result("getaddednodeinfo", "");
        assertThat(added.toString()).isEqualTo("[{\"addednode\":\"10.0.0.1:7\",\"connected\":false,\"addresses\":[]},"
                + "{\"addednode\":\"10.0.0.2\",\"connected\":false,\"addresses\":[]}]");
        assertThat(rpc.result("getaddednodeinfo", "'10.0.0.2'")).hasSize(1);
        assertThat(rpc.error("getaddednodeinfo", "'10.0.0.3'")).isEqualTo("-24 Error: Node has not been added.");
    }

    @Test
    void addresses_are_given_and_shown_by_network() throws Exception {
        assertThat(rpc.result("addpeeraddress", "'', 8333").toString()).isEqualTo("{\"success\":false}");
        assertThat(rpc.result("addpeeraddress", "'1.2.3.4', 8333").toString()).isEqualTo("{\"success\":true}");
        assertThat(rpc.result("addpeeraddress", "'1.2.3.4', 8333, true").toString())
                .isEqualTo("{\"success\":false,\"error\":\"failed-adding-to-new\"}");
        rpc.result("addpeeraddress", "'1.2.3.5', 8333, true");
        rpc.result("addpeeraddress", "'2003::1', 8333");

        assertThat(rpc.result("getnodeaddresses", "")).hasSize(1);
        assertThat(rpc.result("getnodeaddresses", "0")).hasSize(3);
        assertThat(rpc.result("getnodeaddresses", "0, 'ipv6'").path(0).path("address").textValue())
                .isEqualTo("2003::1");
        JsonNode counts = rpc.result("getaddrmaninfo", "");
        assertThat(counts.path("ipv4").toString()).isEqualTo("{\"new\":1,\"tried\":1,\"total\":2}");
        assertThat(counts.path("all_networks").path("total").intValue()).isEqualTo(3);
        assertThat(rpc.error("getnodeaddresses", "-1")).isEqualTo("-8 Address count out of range");
        assertThat(rpc.error("getnodeaddresses", "1, 'Foo'")).isEqualTo("-8 Network not recognized: Foo");
        assertThat(rpc.error("addpeeraddress", "'1.2.3.4', 65536")).isEqualTo("-1 JSON integer out of range");
    }
}
